/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.http.Recorder;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.RequestRecord;
import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.policy.SecretLookup;
import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which decisions are repeated without another look at rules and Secrets, and for how long. */
class RecentDecisionsTest extends StandInVerifier {

  private static final String TAG = "icr.io/a:1";
  private static final String CONTENT = "icr.io/a@" + SIGNED;
  private static final String SIGNED_BY =
      "{\"name\":\"icr.io/*\",\"policy\":{\"trust\":{\"enabled\":true,"
          + "\"trustServer\":\"https://c.test\",\"signerSecrets\":[{\"name\":\"alice\"}]}}}";

  private final PolicySet policies = cluster(named("icr.io/*", "c.test"));
  private final ImageTrust engine = engine(Duration.ofSeconds(30));

  private ImageTrust engine(Duration freshness) {
    memory = freshness;
    return engine();
  }

  @BeforeEach
  void signed() {
    answers.put("c.test", TRUSTED);
  }

  private static ImageQuery by(PolicySet policies) {
    return query(TAG, policies, Pinning.UNDER_WAY);
  }

  private static CredentialStore credentials(String auth) {
    String document = "{\"auths\":{\"icr.io\":{\"auth\":\"" + auth + "\"}}}";
    return CredentialStore.of(List.of(document.getBytes(UTF_8)));
  }

  /** Whether a known decision is repeated: no rule is looked for. */
  private boolean isRepeated(ImageQuery query) {
    Steps steps = new Steps();
    RequestContext context = new RequestContext(context().deadline(), steps);
    Optional<ImageDecision> known = engine.known(query, context);
    return known.isPresent() && steps.heard.equals(List.of(Recorder.Step.VERIFY));
  }

  @Test
  void theSameQuestionIsAnsweredByTheSameDecision() {
    ImageDecision decision = engine.decide(by(policies), context());

    assertThat(isRepeated(by(policies))).isTrue();
    assertThat(engine.known(by(policies), context())).contains(decision);
    assertThat(asked).hasSize(1);
  }

  @Test
  void whatIsKnownByItsVerdictIsRepeatedFromThenOn() {
    engine.decide(by(policies), context());
    pass(Duration.ofSeconds(11));

    assertThat(isRepeated(by(policies))).as("looked up once more").isFalse();
    assertThat(isRepeated(by(policies))).isTrue();
    assertThat(asked).hasSize(1);
  }

  @Test
  void anEqualListOfPoliciesIsAskedAnew() {
    engine.decide(by(policies), context());

    assertThat(isRepeated(by(cluster(named("icr.io/*", "c.test"))))).isFalse();
  }

  @Test
  void anotherImageNamespaceCredentialDryRunOrStageIsAskedAnew() {
    engine.decide(by(policies), context());

    assertThat(isRepeated(query("icr.io/a:2", policies, Pinning.UNDER_WAY))).isFalse();
    assertThat(isRepeated(query(TAG, policies, Pinning.OVER))).isFalse();
    assertThat(isRepeated(of("other", CredentialStore.empty(), false))).isFalse();
    assertThat(isRepeated(of("team", credentials("YTpi"), false))).isFalse();
    assertThat(isRepeated(of("team", CredentialStore.empty(), true))).isFalse();
  }

  @Test
  void equalCredentialsAreTheSameQuestion() {
    engine.decide(of("team", credentials("YTpi"), false), context());

    assertThat(isRepeated(of("team", credentials("YTpi"), false))).isTrue();
    assertThat(isRepeated(of("team", credentials("YTpj"), false))).isFalse();
  }

  private ImageQuery of(String namespace, CredentialStore credentials, boolean dryRun) {
    return new ImageQuery(TAG, namespace, policies, credentials, dryRun, Pinning.UNDER_WAY);
  }

  @Test
  void isRepeatedNoLongerThanASecretsChangeMayGoUnnoticed() {
    PolicySet signed = cluster(SIGNED_BY);
    secrets.put(
        "portieris/alice",
        new SecretLookup.Found(
            Map.of("name", "alice".getBytes(UTF_8), "publicKey", "pem".getBytes(UTF_8)),
            "",
            Duration.ofSeconds(9)));
    engine.decide(by(signed), context());
    secrets.clear();

    pass(Duration.ofMillis(999));
    assertThat(isRepeated(by(signed))).isTrue();
    pass(Duration.ofMillis(1));
    assertThat(engine.known(by(signed), context())).isEmpty();
    assertThat(engine.decide(by(signed), context()).admits()).isFalse();
  }

  @Test
  void isRepeatedNoLongerThanTrustDataAreFresh() {
    age = Duration.ofSeconds(25);
    engine.decide(by(policies), context());
    answers.put("c.test", REFUSED);

    pass(Duration.ofMillis(4_999));
    assertThat(isRepeated(by(policies))).isTrue();
    pass(Duration.ofMillis(1));
    assertThat(engine.known(by(policies), context())).isEmpty();
    assertThat(engine.decide(by(policies), context()).admits()).isFalse();
  }

  @Test
  void isNotRepeatedOnceTheWallClockIsPastItsExpiry() {
    answers.put(
        "c.test",
        new Verdict.Trusted(Optional.of(SIGNED), List.of(), now.plus(Duration.ofHours(1))));
    engine.decide(by(policies), context());

    now = now.plus(Duration.ofHours(1));

    assertThat(engine.known(by(policies), context())).isEmpty();
  }

  @Test
  void whatAnOutageLetPassIsDecidedAnewEachTime() {
    answerWarnings = List.of("signatures of icr.io/a are those of a minute ago");
    assertThat(engine.decide(by(policies), context()).admits()).isTrue();

    assertThat(isRepeated(by(policies))).isFalse();
  }

  @Test
  void aRefusalThatARuleToleratesIsDecidedAnewEachTime() {
    PolicySet warns =
        cluster(named("icr.io/*", "c.test").replaceFirst("\\{", "{\"mode\":\"Warn\","));
    answers.put("c.test", REFUSED);
    assertThat(engine.decide(by(warns), context()).isTolerated()).isTrue();

    assertThat(engine.known(by(warns), context())).isEmpty();
  }

  /** The namespace's rule has aged for as long as the other one took. */
  @Test
  void whatAMandatoryRuleLetPassTooIsDecidedAnewEachTime() {
    PolicySet both = both(rule("own.test", "", ""), rule("c.test", "", MANDATORY));
    answers.put("own.test", TRUSTED);
    assertThat(engine.decide(by(both), context()).mandatory()).isPresent();

    assertThat(isRepeated(by(both))).isFalse();
    assertThat(engine.known(by(both), context())).isPresent();
  }

  /** Whoever changes the object in between is given its time after a repeated decision, too. */
  @Test
  void theDigestOfARepeatedDecisionIsDecidedByTheRuleForItsTag() {
    PolicySet forTag = cluster(named("icr.io/*", "other.test") + "," + named(TAG, "c.test"));
    engine.decide(by(forTag), context());
    pass(Duration.ofMillis(9_999));
    assertThat(isRepeated(by(forTag))).isTrue();
    pass(Duration.ofSeconds(30));

    assertThat(engine.decide(query(CONTENT, forTag, Pinning.OVER), context()).verdict())
        .isEqualTo(TRUSTED);
  }

  @Test
  void whatOnlyTheMemoryOfATagLetsPassIsNotRepeated() {
    PolicySet forTag = cluster(named("icr.io/*", "other.test") + "," + named(TAG, "c.test"));
    engine.decide(by(forTag), context());
    ImageQuery content = query(CONTENT, forTag, Pinning.UNDER_WAY);
    assertThat(engine.decide(content, context()).verdict()).isEqualTo(TRUSTED);

    assertThat(isRepeated(content)).isFalse();
  }

  @Test
  void nothingIsRepeatedWhereNothingMayBeRemembered() {
    ImageTrust forgetful = engine(Duration.ZERO);
    forgetful.decide(by(policies), context());
    forgetful.known(by(policies), context());
    forgetful.decide(by(policies), context());

    assertThat(asked).hasSizeGreaterThan(1);
    assertThat(forgetful.known(by(policies), context())).isEmpty();
  }

  /** Hears of steps alone. */
  private static final class Steps implements Recorder {
    private final List<Step> heard = new ArrayList<>();

    @Override
    public void accept(RequestRecord request) {}

    @Override
    public void step(Step step, Outcome outcome, Duration took) {
      heard.add(step);
    }
  }
}
