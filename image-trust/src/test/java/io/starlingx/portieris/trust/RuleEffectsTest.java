/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.policy.Mode;
import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What modes and mandatory rules make of verdicts; the verifier is a stand-in. */
class RuleEffectsTest extends StandInVerifier {

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"WARN", "AUDIT"})
  void toleratesARefusalAndAnAbsentAnswerUnmodified(Mode mode) {
    for (Verdict verdict : List.of(REFUSED, DOWN)) {
      answers.put("c.test", verdict);

      ImageDecision decision = decide("icr.io/a:1", cluster(rule("c.test", mode.word(), "")));

      assertThat(decision.verdict()).isEqualTo(verdict);
      assertThat(decision.mode()).isEqualTo(mode);
      assertThat(decision.admits()).isTrue();
      assertThat(decision.isTolerated()).isTrue();
      assertThat(decision.replacement()).isEmpty();
      assertThat(decision.message()).contains("reason: " + verdict.code());
    }
  }

  @Test
  void enforcesWhereNoModeIsStated() {
    answers.put("c.test", REFUSED);

    ImageDecision decision = decide("icr.io/a:1", cluster(rule("c.test", "", "")));

    assertThat(decision.mode()).isEqualTo(Mode.ENFORCE);
    assertThat(decision.admits()).isFalse();
    assertThat(decision.isTolerated()).isFalse();
  }

  @Test
  void pinsAsUsualWhatPassesATolerantRule() {
    answers.put("c.test", TRUSTED);

    ImageDecision decision = decide("icr.io/a:1", cluster(rule("c.test", "Audit", "")));

    assertThat(decision.replacement()).contains("icr.io/a@" + SIGNED);
    assertThat(decision.admits()).isTrue();
    assertThat(decision.isTolerated()).isFalse();
  }

  @Test
  void aRuleThatCannotBeUsedIsNeverTolerant() {
    ImageDecision decision =
        decide("icr.io/a:1", cluster("{\"name\":\"*\",\"mode\":\"Audit\",\"plicy\":{}}"));

    assertThat(decision.verdict().code()).isEqualTo(ReasonCode.POLICY);
    assertThat(decision.admits()).isFalse();
  }

  @Test
  void aTolerantRuleToleratesDefectsOfTheProgramToo() {
    executor.shutdownNow();

    ImageDecision decision = decide("icr.io/a:1", cluster(rule("c.test", "Warn", "")));

    assertThat(decision.verdict().code()).isEqualTo(ReasonCode.INTERNAL);
    assertThat(decision.rule()).isPresent();
    assertThat(decision.admits()).isTrue();
    assertThat(decide("icr.io/a:1", cluster(rule("c.test", "", ""))).admits()).isFalse();
  }

  @Test
  void aNamespaceMayBeTolerantOnlyWhereTheOperatorLetsIt() {
    answers.put("own.test", REFUSED);
    PolicySet policies = both(rule("own.test", "Warn", ""), "");

    assertThat(decide("icr.io/a:1", policies).admits()).isFalse();
    namespacedModes = true;
    assertThat(decide("icr.io/a:1", policies).admits()).isTrue();
  }

  @Test
  void aMandatoryRuleMustPassBesideTheNamespaces() {
    answers.put("own.test", TRUSTED);
    answers.put("c.test", TRUSTED);
    PolicySet policies = both(rule("own.test", "", ""), rule("c.test", "", MANDATORY));

    ImageDecision decision = decide("icr.io/a:1", policies);

    assertThat(decision.verdict())
        .isEqualTo(new Verdict.Trusted(Optional.of(SIGNED), List.of("F", "F"), Instant.MAX));
    assertThat(decision.rule().orElseThrow().title()).startsWith("ImagePolicy team/own");
    assertThat(decision.mandatory().orElseThrow().title()).startsWith("ClusterImagePolicy c");
    assertThat(decision.replacement()).contains("icr.io/a@" + SIGNED);

    answers.put("c.test", REFUSED);
    ImageDecision refused = decide("icr.io/a:1", policies);

    assertThat(refused.admits()).isFalse();
    assertThat(refused.replacement()).isEmpty();
    assertThat(refused.rule()).isEqualTo(refused.mandatory());
    assertThat(refused.message()).contains("No valid trust data for 1");
  }

  /** Naming the content instead of the tag is no way around the rule for the name. */
  @ParameterizedTest
  @ValueSource(strings = {"icr.io/a", "icr.io/a:1", "icr.io/*"})
  void aMandatoryRuleForANameHoldsForItsDigestsToo(String pattern) {
    answers.put("own.test", TRUSTED);
    answers.put("c.test", REFUSED);
    PolicySet policies =
        both(
            rule("own.test", "", ""),
            rule("c.test", "", MANDATORY)
                .replace("\"name\":\"*\"", "\"name\":\"" + pattern + "\""));

    assertThat(decide("icr.io/a:1", policies).admits()).isFalse();
    assertThat(decide("icr.io/a:1@" + SIGNED, policies).admits()).isFalse();
    if (!pattern.contains(":")) {
      assertThat(decide("icr.io/a@" + SIGNED, policies).admits()).isFalse();
      assertThat(decide("ICR.io:443/a@" + SIGNED, policies).admits()).isFalse();
    }
    assertThat(decide("icr.io/ab@" + SIGNED, policies).admits()).isEqualTo(!pattern.endsWith("*"));
  }

  @Test
  void aMandatoryRuleHasNoEffectWhereTheClusterDecides() {
    answers.put("c.test", REFUSED);
    String free = "{\"name\":\"icr.io/*\",\"policy\":{}}";
    String mandatory = rule("c.test", "", MANDATORY);

    assertThat(decide("icr.io/a:1", cluster(free + "," + mandatory)).admits()).isTrue();
    assertThat(asked).isEmpty();
    assertThat(decide("icr.io/a:1", both(free, free + "," + mandatory)).admits()).isFalse();
  }

  @Test
  void bothRulesMustMeanTheSameContent() {
    answers.put("own.test", TRUSTED);
    answers.put("c.test", trusted(OTHER));

    ImageDecision decision =
        decide("icr.io/a:1", both(rule("own.test", "", ""), rule("c.test", "", MANDATORY)));

    assertThat(decision.verdict().code()).isEqualTo(ReasonCode.DIGEST_CONFLICT);
    assertThat(decision.admits()).isFalse();
    assertThat(decision.message())
        .contains("ImagePolicy team/own, repository * accepts " + SIGNED)
        .contains("the mandatory ClusterImagePolicy c, repository * only " + OTHER);
  }

  @ParameterizedTest
  @CsvSource({"Audit, '', false", "'', Audit, false", "Audit, Warn, true", "Warn, Audit, true"})
  void aConflictIsEnforcedUnlessNeitherRuleEnforces(String own, String cluster, boolean admitted) {
    namespacedModes = true;
    answers.put("own.test", TRUSTED);
    answers.put("c.test", trusted(OTHER));

    ImageDecision decision =
        decide("icr.io/a:1", both(rule("own.test", own, ""), rule("c.test", cluster, MANDATORY)));

    assertThat(decision.admits()).isEqualTo(admitted);
    assertThat(decision.replacement()).isEmpty();
    assertThat(decision.mode()).isEqualTo(admitted ? Mode.WARN : Mode.ENFORCE);
  }

  @Test
  void whatTheMandatoryRulePinsIsPinnedThoughTheNamespacesIsOnlyTold() {
    namespacedModes = true;
    answers.put("own.test", REFUSED);
    answers.put("c.test", TRUSTED);

    ImageDecision decision =
        decide("icr.io/a:1", both(rule("own.test", "Warn", ""), rule("c.test", "", MANDATORY)));

    assertThat(decision.isTolerated()).isTrue();
    assertThat(decision.mode()).isEqualTo(Mode.WARN);
    assertThat(decision.replacement()).contains("icr.io/a@" + SIGNED);
  }

  @ParameterizedTest
  @CsvSource({"Warn, '', ENFORCE", "Audit, Warn, WARN", "Warn, Audit, WARN", "Audit, Audit, AUDIT"})
  void ofTwoRefusalsTheStricterCounts(String own, String cluster, Mode counts) {
    namespacedModes = true;
    answers.put("own.test", REFUSED);
    answers.put("c.test", REFUSED);

    ImageDecision decision =
        decide("icr.io/a:1", both(rule("own.test", own, ""), rule("c.test", cluster, MANDATORY)));

    assertThat(decision.mode()).isEqualTo(counts);
    assertThat(decision.admits()).isEqualTo(counts != Mode.ENFORCE);
  }

  @Test
  void doesNotAskForTheMandatoryRuleWhatTheNamespaceHasRefused() {
    answers.put("own.test", REFUSED);

    decide("icr.io/a:1", both(rule("own.test", "", ""), rule("c.test", "", MANDATORY)));

    assertThat(asked).hasSize(1);
  }

  @Test
  void aMandatoryRuleThatCannotBeUsedDenies() {
    PolicySet policies =
        both("{\"name\":\"*\",\"policy\":{}}", "{\"name\":\"*\",\"mandatory\":\"yes\"}");

    assertThat(decide("icr.io/a:1", policies).message())
        .contains("ClusterImagePolicy c, repository * cannot be used");
  }
}
