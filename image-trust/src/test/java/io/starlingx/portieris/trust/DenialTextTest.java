/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.policy.Selection;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first lines are those that operators of Portieris know, misspelling included. */
class DenialTextTest {

  private final DenialText text = new DenialText("icr.io/a:1");

  @Test
  void theFirstLinesAreThoseOfPortieris() {
    assertThat(text.invalidName()).isEqualTo("Deny \"icr.io/a:1\", invalid image name");
    assertThat(text.notSelected(new Selection.NoPolicies(), "ns"))
        .isEqualTo("Deny \"icr.io/a:1\", no image policies or cluster polices");
    assertThat(text.notSelected(new Selection.NoClusterRule(), "ns"))
        .isEqualTo(
            "Deny \"icr.io/a:1\", no matching repositories in ClusterImagePolicy and no"
                + " ImagePolicies in the \"ns\" namespace");
    assertThat(text.notSelected(new Selection.NoNamespacedRule(), "ns"))
        .isEqualTo("Deny \"icr.io/a:1\", no matching repositories in the ImagePolicies");
    assertThat(text.noTrustServer())
        .isEqualTo("trust: Trust Server/Image Configuration Error: no trust server could be found");
    assertThat(text.signerSecret("secrets \"x\" not found"))
        .isEqualTo(
            "trust: Deny \"icr.io/a:1\", could not get signerSecret from your cluster,"
                + " secrets \"x\" not found");
    assertThat(text.simpleRejects())
        .isEqualTo(
            "simple: policy denied the request: Running image docker://icr.io/a:1 is rejected by"
                + " policy.");
    assertThat(text.vulnerability())
        .isEqualTo(
            "Cannot use Vulnerability Advisor for IBM Cloud Container Registry with image"
                + " \"icr.io/a:1\"");
  }

  @Test
  void theReasonsOfTrustAreThoseOfPortieris() {
    assertThat(
            text.trust(
                new Verdict.Rejected(ReasonCode.NO_SUCH_TARGET, "No valid trust data\nmore")))
        .isEqualTo(
            "trust: policy denied the request: Deny \"icr.io/a:1\", failed to get content trust"
                + " information: No valid trust data");
    assertThat(text.trust(new Verdict.Rejected(ReasonCode.UNAUTHORIZED, "refused")))
        .isEqualTo(
            "trust: policy denied the request: Deny \"icr.io/a:1\", no valid ImagePullSecret"
                + " defined for icr.io/a:1");
    assertThat(
            text.trust(
                new Verdict.Unavailable(ReasonCode.UNAVAILABLE, "busy", OptionalInt.of(503))))
        .isEqualTo(
            "trust: Deny \"icr.io/a:1\", failed to get content trust information: unable to reach"
                + " trust server at this time: 503.");
    assertThat(text.trust(new Verdict.Unavailable("n.test: connection refused")))
        .isEqualTo(
            "trust: Deny \"icr.io/a:1\", could not resolve the auth-endpoint, n.test: connection"
                + " refused");
  }

  @Test
  void codeAndDetailsFollowTheFirstLine() {
    Verdict verdict =
        new Verdict.Rejected(ReasonCode.ROLLBACK, "version 4\n\ntimestamp is older\nversion 4");

    assertThat(text.lines("Deny icr.io/a:1: version 4", verdict))
        .isEqualTo("Deny icr.io/a:1: version 4\nreason: ROLLBACK\ntimestamp is older");
  }

  /** Some of the known texts do not say which image of several they are about. */
  @Test
  void theImageFollowsWhereTheFirstLineDoesNotNameIt() {
    Verdict verdict = new Verdict.Rejected(ReasonCode.POLICY, "in namespace \"team\"");

    assertThat(text.lines("secrets \"k\" not found", verdict))
        .isEqualTo(
            "secrets \"k\" not found\nreason: POLICY\nimage: icr.io/a:1\nin namespace \"team\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\nb", "a\u001b[2Jb", "a\u202eb", "a\u200bb", "a\u2028b", "a\ud800b", "a\u0000b"})
  void aHostileNameCannotMoveTheCursorOrHideText(String name) {
    String shown = new DenialText(name).invalidName();

    String escaped = String.format("\\u%04x", (int) name.charAt(1));
    assertThat(shown)
        .isEqualTo(
            "Deny \"" + name.replace(name.substring(1, 2), escaped) + "\", invalid image name");
  }

  @Test
  void whatAServerOrAPolicySaysCannotMoveTheCursorEither() {
    Verdict verdict =
        new Verdict.Rejected(ReasonCode.MALFORMED, "bad \u001b[2J\nrole \u202e" + "x".repeat(9999));

    assertThat(text.lines(text.unusableRule("rule \u001b[31m"), verdict))
        .startsWith(
            "Deny \"icr.io/a:1\", rule \\u001b[31m cannot be used\nreason: MALFORMED\n"
                + "bad \\u001b[2J\nrole \\u202ex")
        .hasSizeLessThan(3000);
  }

  @Test
  void aHostileNameCannotFillALog() {
    assertThat(new DenialText("x".repeat(1_000_000)).invalidName())
        .hasSizeLessThan(600)
        .contains("…");
  }
}
