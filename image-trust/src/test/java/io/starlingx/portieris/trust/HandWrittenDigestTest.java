/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.policy.PolicySet;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a digest that somebody may have written; the verifier is a stand-in. */
class HandWrittenDigestTest extends StandInVerifier {

  @Test
  void aDigestThatARuleNamesIsDecidedByThatRule() {
    answers.put("c.test", TRUSTED);
    PolicySet policies =
        cluster(named("icr.io/a@" + SIGNED, "other.test") + "," + named("icr.io/a", "c.test"));

    assertThat(again("icr.io/a@" + SIGNED, policies).admits()).isFalse();
  }

  /** No tag of the repository would lead to another rule, so its check is what a tag would get. */
  @Test
  void theOnlyRuleForARepositoryVerifiesADigestThatSomebodyWrote() {
    PolicySet policies = cluster(named("icr.io/a", "c.test"));

    assertThat(decide("icr.io/a@" + SIGNED, policies).message())
        .contains("no matching repositories");
    answers.put("c.test", TRUSTED);
    assertThat(decide("icr.io/a@" + SIGNED, policies).verdict()).isEqualTo(TRUSTED);
    assertThat(decide("icr.io/b@" + SIGNED, policies).message())
        .contains("no matching repositories");
    assertThat(asked).hasSize(2);
  }

  @Test
  void refusesAHandWrittenDigestUnderARuleForSomeTags() {
    answers.put("c.test", TRUSTED);

    assertThat(
            List.of("icr.io/a:1", "icr.io/a:1.*", "icr.io/*:1", "icr.io/a:*").stream()
                .map(pattern -> cluster(named(pattern, "c.test")))
                .map(policies -> decide("icr.io/a@" + SIGNED, policies)))
        .allSatisfy(
            decision -> assertThat(decision.message()).contains("no matching repositories"));
    assertThat(asked).isEmpty();
  }

  /** The digest of a tag that a stricter rule refuses may be what the broader rule would accept. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"icr.io/a:bad\",\"policy\":{\"simple\":{\"requirements\":[{\"type\":\"reject\"}]}}}",
        "{\"name\":\"icr.io/a:bad*\",\"policy\":{\"trust\":{\"enabled\":true,\"trustServer\":\"https://x.test\"}}}",
        "{\"name\":\"icr.io/a:bad\",\"plicy\":{}}"
      })
  void aHandWrittenDigestIsNoWayAroundARuleForItsTag(String stricter) {
    answers.put("c.test", TRUSTED);
    PolicySet policies = cluster(stricter + "," + named("icr.io/a", "c.test"));

    assertThat(decide("icr.io/a:bad", policies).admits()).isFalse();
    assertThat(decide("icr.io/a@" + SIGNED, policies).admits()).isFalse();
    assertThat(decide("icr.io/a:good", policies).admits()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"policy\":{}",
        "\"policy\":{\"simple\":{\"requirements\":[{\"type\":\"insecureAcceptAnything\"}]}}",
        "\"mode\":\"Audit\",\"policy\":{\"trust\":{\"enabled\":true,\"trustServer\":\"https://x.test\"}}"
      })
  void aRuleThatVouchesForNothingIsNotReachedByADigest(String lenient) {
    signatures = TRUSTED;
    PolicySet bare = cluster("{\"name\":\"icr.io/a\"," + lenient + "}");
    PolicySet tagged = cluster("{\"name\":\"icr.io/a:dev\"," + lenient + "}");

    assertThat(decide("icr.io/a:dev", tagged).admits()).isTrue();
    assertThat(decide("icr.io/a@" + SIGNED, bare).admits()).isFalse();
    assertThat(decide("icr.io/a@" + SIGNED, tagged).admits()).isFalse();
    assertThat(again("icr.io/a@" + SIGNED, tagged).admits()).isFalse();
  }

  /** Any tag of the repository would have passed, and the one that did may be this content's. */
  @Test
  void contentThatARuleTookUnsignedPassesAfterwardsWhateverItsTag() {
    signatures = TRUSTED;
    PolicySet policies =
        cluster(
            "{\"name\":\"icr.io/a\",\"policy\":{\"simple\":{\"requirements\":"
                + "[{\"type\":\"insecureAcceptAnything\"}]}}}");

    assertThat(again("icr.io/a@" + SIGNED, policies).admits()).isTrue();
  }

  /** Afterwards only the content counts; what passed for that must not vouch for a tag. */
  @Test
  void whatPassedByContentAloneIsNotRememberedForAHandWrittenDigest() {
    memory = Duration.ofSeconds(30);
    answers.put("c.test", TRUSTED);
    PolicySet policies = cluster(named("icr.io/a:1", "c.test"));
    ImageTrust engine = engine();
    String digest = "icr.io/a@" + SIGNED;

    assertThat(engine.decide(query(digest, policies, Pinning.OVER), context()).admits()).isTrue();
    assertThat(engine.decide(query(digest, policies, Pinning.UNDER_WAY), context()).admits())
        .isFalse();
  }
}
