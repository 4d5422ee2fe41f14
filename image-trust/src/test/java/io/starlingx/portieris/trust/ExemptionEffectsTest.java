/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.policy.Exemption;
import io.starlingx.portieris.trust.policy.ImagePolicy;
import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What exemptions make of verdicts; the verifier is a stand-in. */
class ExemptionEffectsTest extends StandInVerifier {

  @Test
  void anExemptionLetsThatContentPassWithoutAQuestion() {
    answers.put("c.test", REFUSED);

    ImageDecision decision =
        decide("icr.io/a:1@" + SIGNED, exempting(cluster(rule("c.test", "", ""))));

    assertThat(decision.admits()).isTrue();
    assertThat(decision.verdict())
        .isEqualTo(new Verdict.Trusted(Optional.of(SIGNED), List.of(), now.plusSeconds(60)));
    assertThat(decision.replacement()).isEmpty();
    assertThat(decision.exemption()).map(Exemption::reason).contains("incident 7");
    assertThat(decision.decidedBy()).hasValueSatisfying(by -> assertThat(by).contains("exemption"));
    assertThat(asked).isEmpty();
    assertThat(decide("icr.io/a@" + OTHER, exempting(cluster(rule("c.test", "", "")))).admits())
        .isFalse();
  }

  @Test
  void anExemptionCountsForTheSignedNameOfAMirroredImage() {
    answers.put("c.test", REFUSED);

    assertThat(
            decide(
                    "registry.local:9001/icr.io/a@" + SIGNED,
                    exempting(cluster(rule("c.test", "", ""))))
                .exemption())
        .isPresent();
  }

  @Test
  void anExemptionEndsOnTime() {
    answers.put("c.test", REFUSED);
    PolicySet policies = exempting(cluster(rule("c.test", "", "")));
    now = now.plusSeconds(60);

    ImageDecision decision = decide("icr.io/a@" + SIGNED, policies);

    assertThat(decision.admits()).isFalse();
    assertThat(decision.message())
        .endsWith("exemption of icr.io/a@" + SIGNED + " until 2026-11-26T12:01:00Z has ended");
    answers.put("c.test", TRUSTED);
    assertThat(decide("icr.io/a@" + SIGNED, policies).message()).isEmpty();
  }

  @Test
  void anExemptedImageIsNotLetPassFromMemoryOnceTheExemptionHasEnded() {
    memory = Duration.ofMinutes(5);
    answers.put("c.test", REFUSED);
    ImageTrust engine = engine();
    PolicySet policies = exempting(cluster(rule("c.test", "", "")));
    ImageQuery query = query("icr.io/a:1@" + SIGNED, policies, Pinning.UNDER_WAY);
    assertThat(engine.decide(query, context()).admits()).isTrue();
    assertThat(engine.known(query, context())).isPresent();
    now = now.plusSeconds(60);

    assertThat(engine.known(query, context())).isEmpty();
    assertThat(engine.decide(query, context()).admits()).isFalse();
  }

  @Test
  void anExemptionOfTheClusterDoesNotTouchANamespacesOwnRule() {
    answers.put("own.test", REFUSED);
    answers.put("c.test", REFUSED);
    PolicySet policies = exempting(both(rule("own.test", "", ""), rule("c.test", "", MANDATORY)));

    assertThat(decide("icr.io/a@" + SIGNED, policies).admits()).isFalse();

    answers.put("own.test", TRUSTED);
    ImageDecision decision = decide("icr.io/a@" + SIGNED, policies);
    assertThat(decision.admits()).isTrue();
    assertThat(decision.exemption()).isPresent();
    assertThat(decision.mandatory()).isPresent();
    assertThat(decision.decidedBy()).contains("ImagePolicy team/own, repository *");

    now = now.plusSeconds(60);
    assertThat(decide("icr.io/a@" + SIGNED, policies).message()).contains("has ended");
    answers.put("own.test", REFUSED);
    assertThat(decide("icr.io/a@" + SIGNED, policies).message()).doesNotContain("has ended");
  }

  /** The same policies, and one that exempts signed content of icr.io/a for a minute. */
  private PolicySet exempting(PolicySet policies) {
    List<ImagePolicy> cluster = new ArrayList<>(policies.cluster().policies());
    cluster.add(
        read(
            """
            {"kind":"ClusterImagePolicy","metadata":{"name":"e"},"spec":{"exemptions":[
              {"image":"icr.io/a@%s","reason":"incident 7","until":"%s"}]}}\
            """
                .formatted(SIGNED, now.plusSeconds(60))));
    return new PolicySet(policies.namespaced().policies(), cluster);
  }
}
