/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of an image by its name, its rule and what the verifier says. */
class ImageTrustTest extends ImageTrustFixture {

  @Test
  void pinsASignedImageToItsDigest() {
    ImageDecision decision = decide("nginx:1", cluster(rule("docker.io/*", TRUST)));

    assertThat(decision.verdict().code()).isEqualTo(ReasonCode.ALLOW);
    assertThat(decision.replacement()).contains("docker.io/library/nginx@" + SIGNED);
    assertThat(decision.message()).isEmpty();
    assertThat(requests).singleElement().matches(r -> r.gun().equals("docker.io/library/nginx"));
  }

  @Test
  void leavesTheStringAloneWhereTheRuleSaysSo() {
    String policy = TRUST.replace("{\"trust\"", "{\"mutateImage\":false,\"trust\"");

    assertThat(decide("nginx:1", cluster(rule("*", policy))).replacement()).isEmpty();
  }

  @Test
  void aRuleWithoutChecksAdmitsUnmodified() {
    ImageDecision decision = decide("nginx:1", cluster(rule("*", "\"policy\":{}")));

    assertThat(decision.verdict())
        .isEqualTo(new Verdict.Trusted(Optional.empty(), List.of(), Instant.MAX));
    assertThat(decision.replacement()).isEmpty();
  }

  @Test
  void aBadNameIsRefusedBeforeAnyPolicy() {
    assertRefused(
        decide("nginx:", cluster(rule("*", ""))), ReasonCode.MALFORMED, "invalid image name");
    assertRefused(
        decide("a@sha512:" + "a".repeat(128), cluster(rule("*", ""))),
        ReasonCode.UNSUPPORTED,
        "use sha256");
  }

  @Test
  void noRuleMeansNo() {
    assertRefused(
        decide("nginx", new PolicySet(List.of(), List.of())),
        ReasonCode.POLICY,
        "no image policies or cluster polices");
  }

  @Test
  void aRuleThatCannotBeUsedRefusesWhatItMatchesAndSaysWhy() {
    ImageDecision decision =
        decide("nginx", cluster(rule("*", "\"policy\":{\"trust\":{\"enable\":true}}")));

    assertRefused(decision, ReasonCode.POLICY, "spec.repositories[0].policy.trust.enable");
    assertThat(requests).isEmpty();
  }

  @Test
  void neverSubstitutesOtherContentForAStatedDigest() {
    assertRefused(
        decide("nginx@" + OTHER, cluster(rule("*", TRUST))),
        ReasonCode.DIGEST_CONFLICT,
        OTHER.toString());
    assertThat(decide("nginx@" + SIGNED, cluster(rule("*", TRUST))).replacement())
        .contains("docker.io/library/nginx@" + SIGNED);
  }

  @Test
  void aVerifierThatFindsNoDigestHasFoundNothing() {
    verifier = request -> new Verdict.Trusted(Optional.empty(), List.of(), Instant.MAX);

    assertRefused(decide("nginx", cluster(rule("*", TRUST))), ReasonCode.NO_SUCH_TARGET, "");
  }

  @Test
  void aVerifierThatFailsIsADefectAndNeverAnAdmission() {
    verifier =
        request -> {
          throw new IllegalStateException("defect");
        };

    ImageDecision decision = decide("nginx", cluster(rule("*", TRUST)));

    assertThat(decision.verdict().code()).isEqualTo(ReasonCode.INTERNAL);
    assertThat(decision.message()).contains("internal error").doesNotContain("defect");
  }

  @Test
  void anIpv6AddressMayStandWhereverAHostMay() {
    String rule = TRUST.replace("n.test", "[fd00::9]:4443");

    engine(settings())
        .decide(
            query("[FD00:0::0001]:9001/team/app:1", cluster(rule("[fd00::1]:9001/team/*", rule))),
            context());

    assertThat(requests)
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.gun()).isEqualTo("[FD00:0::0001]:9001/team/app");
              assertThat(request.servers().getFirst().url()).hasToString("https://[fd00::9]:4443");
            });
  }

  @Test
  void firstUseIsAllowedOnlyByTheRuleOrTheOperator() {
    decide("nginx", cluster(rule("*", TRUST)));
    assertThat(requests.getLast().anchor()).isEqualTo(new RootAnchor.FirstUse());

    TrustSettings strict =
        new TrustSettings(
            List.of(),
            List.of(),
            false,
            false,
            List.of(),
            "portieris",
            deadline -> CredentialStore.empty(),
            Duration.ZERO);
    engine(strict).decide(query("nginx", cluster(rule("*", TRUST))), context());
    assertThat(requests.getLast().anchor()).isEqualTo(new RootAnchor.Nothing());
  }

  @Test
  void anImageOfAMirrorIsMatchedAndVerifiedUnderItsSignedName() {
    ImageDecision decision =
        decide("registry.local:9001/icr.io/team/app:1", cluster(rule("icr.io/*", TRUST)));

    assertThat(decision.replacement()).contains("registry.local:9001/icr.io/team/app@" + SIGNED);
    assertThat(requests.getLast().gun()).isEqualTo("icr.io/team/app");
  }

  @Test
  void checksThatThisVersionDoesNotMakeAreRefusedNeverPassedOver() {
    assertRefused(
        decide(
            "nginx",
            cluster(rule("*", "\"policy\":{\"vulnerability\":{\"ICCRVA\":{\"enabled\":true}}}"))),
        ReasonCode.UNSUPPORTED,
        "Vulnerability Advisor");
  }

  @Test
  void warnsOfAPlainTrustServerAndNamesAMissingOne() {
    ImageDecision plain = decide("nginx", cluster(rule("*", TRUST.replace("https", "http"))));
    assertThat(plain.warnings()).singleElement().asString().contains("http://n.test");

    assertRefused(
        decide("reg.test/a", cluster(rule("*", "\"policy\":{\"trust\":{\"enabled\":true}}"))),
        ReasonCode.POLICY,
        "no trust server could be found");
  }
}
