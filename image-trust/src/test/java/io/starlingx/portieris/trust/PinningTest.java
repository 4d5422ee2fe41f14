/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an image whose tag pinning has taken away; the verifier is a stand-in. */
class PinningTest extends StandInVerifier {

  @Test
  void whatWasPinnedAMomentAgoNeedsNoSecondQuestion() {
    memory = Duration.ofSeconds(30);
    answers.put("c.test", TRUSTED);
    PolicySet policies = cluster(rule("c.test", "", ""));
    ImageTrust engine = engine();
    engine.decide(query("icr.io/a:1", policies, Pinning.UNDER_WAY), context());
    asked.clear();

    ImageDecision again =
        engine.decide(query("icr.io/a@" + SIGNED, policies, Pinning.OVER), context());

    assertThat(again.verdict()).isEqualTo(TRUSTED);
    assertThat(again.replacement()).isEmpty();
    assertThat(asked).isEmpty();
  }

  @Test
  void onlyTheVeryContentRuleRepositoryAndAskerAreRemembered() {
    memory = Duration.ofSeconds(30);
    answers.put("c.test", TRUSTED);
    PolicySet policies = cluster(rule("c.test", "", ""));
    ImageTrust engine = engine();
    engine.decide(query("icr.io/a:1", policies, Pinning.UNDER_WAY), context());
    answers.put("c.test", REFUSED);

    List<ImageQuery> others =
        List.of(
            query("icr.io/a@" + SIGNED, policies, Pinning.NOT_YET),
            query("icr.io/a:2@" + SIGNED, policies, Pinning.OVER),
            query("icr.io/a@" + OTHER, policies, Pinning.OVER),
            query("icr.io/b@" + SIGNED, policies, Pinning.OVER),
            query("icr.io/a@" + SIGNED, cluster(rule("c.test", "", "")), Pinning.OVER),
            new ImageQuery(
                "icr.io/a@" + SIGNED,
                "other",
                policies,
                CredentialStore.empty(),
                false,
                Pinning.OVER),
            new ImageQuery(
                "icr.io/a@" + SIGNED,
                "team",
                policies,
                CredentialStore.empty(),
                true,
                Pinning.OVER),
            new ImageQuery(
                "icr.io/a@" + SIGNED, "team", policies, credentials(), false, Pinning.OVER));

    assertThat(others)
        .allSatisfy(
            other ->
                assertThat(engine.decide(other, context()).verdict())
                    .isInstanceOf(Verdict.Rejected.class));
    assertThat(
            engine.decide(query("icr.io/a@" + SIGNED, policies, Pinning.OVER), context()).verdict())
        .isEqualTo(TRUSTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"icr.io/a", "icr.io/a:1", "icr.io/a:1*", "icr.io/*:1"})
  void whatARuleForTagsHasPinnedPassesBySameRuleAlsoInAnotherReplica(String pattern) {
    answers.put("c.test", TRUSTED);
    PolicySet policies = cluster(named(pattern, "c.test"));

    assertThat(decide("icr.io/a:1", policies).replacement()).contains("icr.io/a@" + SIGNED);
    assertThat(again("icr.io/a@" + SIGNED, policies).verdict()).isEqualTo(TRUSTED);
    assertThat(again("icr.io/a@" + SIGNED, policies).rule().orElseThrow().rule().name())
        .isEqualTo(pattern);
  }

  @Test
  void whatARuleForTagsHasPinnedIsNotRefusedByABroaderRule() {
    answers.put("c.test", TRUSTED);
    PolicySet policies =
        cluster(named("icr.io/*", "other.test") + "," + named("icr.io/a", "c.test"));

    assertThat(decide("icr.io/a:1", policies).admits()).isTrue();
    assertThat(again("icr.io/a@" + SIGNED, policies).admits()).isTrue();
  }

  @Test
  void aShortNameOfDockerHubPassesInItsPinnedForm() {
    answers.put("c.test", TRUSTED);
    PolicySet policies = cluster(named("nginx*", "c.test"));

    String pinned = decide("nginx:1", policies).replacement().orElseThrow();
    assertThat(again(pinned, policies).admits()).isTrue();
  }

  @Test
  void aRuleForTagsNeverAdmitsAPinnedImageThatItDoesNotVerify() {
    PolicySet policies =
        cluster(named("icr.io/a", "c.test") + ",{\"name\":\"icr.io/a:free\",\"policy\":{}}");

    assertThat(again("icr.io/a@" + SIGNED, policies).message())
        .contains("no matching repositories");
    answers.put("c.test", TRUSTED);
    assertThat(again("icr.io/b@" + SIGNED, policies).admits()).isFalse();
    assertThat(decide("icr.io/a@" + SIGNED, policies).admits()).as("not pinned by us").isFalse();
  }

  @Test
  void aMandatoryRuleForTagsPassesWhatItHasPinned() {
    answers.put("own.test", TRUSTED);
    answers.put("c.test", TRUSTED);
    String broader = rule("other.test", "", MANDATORY);
    String exact = named("icr.io/a", "c.test").replace("{\"name\"", "{" + MANDATORY + "\"name\"");
    PolicySet policies = both(rule("own.test", "", ""), broader + "," + exact);

    assertThat(decide("icr.io/a:1", policies).admits()).isTrue();
    assertThat(again("icr.io/a@" + SIGNED, policies).admits()).isTrue();
    answers.put("c.test", REFUSED);
    assertThat(again("icr.io/a@" + SIGNED, policies).admits()).isFalse();
  }

  /** A later webhook must not get content past a mandatory rule by another rule for the name. */
  @Test
  void aRuleThatDecidesAboutNoTagIsNotTriedForADigest() {
    answers.put("own.test", trusted(OTHER));
    answers.put("weak.test", trusted(OTHER));
    String weak = rule("weak.test", "", MANDATORY).replace("\"*\"", "\"icr.io/*\"");
    String strict = rule("strict.test", "", MANDATORY).replace("\"*\"", "\"icr.io/a\"");
    PolicySet policies = both(rule("own.test", "", ""), weak + "," + strict);

    assertThat(decide("icr.io/a:1", policies).admits()).isFalse();
    assertThat(decide("icr.io/a@" + OTHER, policies).admits()).isFalse();
    assertThat(again("icr.io/a@" + OTHER, policies).admits()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"icr.io/a", "icr.io/a:1", "icr.io/a:1*", "icr.io/*:1", "icr.io/*"})
  void whatWasPinnedPassesWhenTheWebhookIsAskedAgain(String pattern) {
    memory = Duration.ofSeconds(30);
    answers.put("c.test", TRUSTED);
    PolicySet policies = cluster(named(pattern, "c.test"));
    ImageTrust engine = engine();
    String pinned =
        engine
            .decide(query("icr.io/a:1", policies, Pinning.UNDER_WAY), context())
            .replacement()
            .orElseThrow();
    asked.clear();

    ImageDecision again = engine.decide(query(pinned, policies, Pinning.UNDER_WAY), context());

    assertThat(again.verdict()).isEqualTo(TRUSTED);
    assertThat(again.replacement()).isEmpty();
    assertThat(asked).isEmpty();
    assertThat(engine.decide(query(pinned, policies, Pinning.NOT_YET), context()).admits())
        .as("as written")
        .isEqualTo(pattern.equals("icr.io/*"));
  }

  @Test
  void whatWasPinnedIsNotRefusedByABroaderRuleWhenTheWebhookIsAskedAgain() {
    memory = Duration.ofSeconds(30);
    answers.put(
        "c.test",
        new Verdict.Trusted(Optional.of(SIGNED), List.of(), now.plus(Duration.ofHours(1))));
    PolicySet policies =
        cluster(named("icr.io/*", "other.test") + "," + named("icr.io/a:1", "c.test"));
    ImageTrust engine = engine();
    engine.decide(query("icr.io/a:1", policies, Pinning.UNDER_WAY), context());

    assertThat(
            engine
                .decide(query("icr.io/a@" + SIGNED, policies, Pinning.UNDER_WAY), context())
                .admits())
        .isTrue();
    now = now.plus(Duration.ofHours(1));
    answers.put("c.test", new Verdict.Rejected(ReasonCode.EXPIRED, "timestamp has expired"));
    assertThat(
            engine
                .decide(query("icr.io/a@" + SIGNED, policies, Pinning.UNDER_WAY), context())
                .admits())
        .as("when the signature has expired")
        .isFalse();
  }

  @Test
  void aRuleForAMandatoryTagPassesWhatItHasPinnedWhenTheWebhookIsAskedAgain() {
    memory = Duration.ofSeconds(30);
    answers.put("own.test", TRUSTED);
    answers.put("c.test", TRUSTED);
    String broader = rule("other.test", "", MANDATORY);
    String exact = named("icr.io/a:1", "c.test").replace("{\"name\"", "{" + MANDATORY + "\"name\"");
    PolicySet policies = both(rule("own.test", "", ""), broader + "," + exact);
    ImageTrust engine = engine();
    engine.decide(query("icr.io/a:1", policies, Pinning.UNDER_WAY), context());

    ImageQuery again = query("icr.io/a@" + SIGNED, policies, Pinning.UNDER_WAY);
    assertThat(engine.decide(again, context()).admits()).isTrue();
    assertThat(engine().decide(again, context()).admits()).as("by another replica").isFalse();
  }

  private static CredentialStore credentials() {
    return CredentialStore.of(
        List.of(
            "{\"auths\":{\"icr.io\":{\"username\":\"u\",\"password\":\"p\"}}}".getBytes(UTF_8)));
  }
}
