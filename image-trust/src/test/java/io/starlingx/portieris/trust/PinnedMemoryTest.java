/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.policy.SecretLookup;
import io.starlingx.portieris.trust.registry.CredentialStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long the digest of an image that passed is let through; the verifier is a stand-in. */
class PinnedMemoryTest extends StandInVerifier {

  private static final String TAG = "icr.io/a:1";
  private static final String CONTENT = "icr.io/a@" + SIGNED;
  private static final String ANYTHING =
      "\"policy\":{\"simple\":{\"requirements\":[{\"type\":\"insecureAcceptAnything\"}]}}";
  private static final String SIGNED_BY =
      "{\"name\":\"icr.io/*\",\"policy\":{\"trust\":{\"enabled\":true,"
          + "\"trustServer\":\"https://c.test\",\"signerSecrets\":[{\"name\":\"alice\"}]}}}";

  private final PolicySet policies = cluster(named("icr.io/*", "c.test"));

  @BeforeEach
  void freshness() {
    memory = Duration.ofSeconds(30);
    answers.put("c.test", TRUSTED);
  }

  private ImageDecision during(ImageTrust engine, String image, PolicySet by) {
    return engine.decide(query(image, by, Pinning.UNDER_WAY), context());
  }

  private ImageDecision afterwards(ImageTrust engine, String image, PolicySet by) {
    return engine.decide(query(image, by, Pinning.OVER), context());
  }

  @Test
  void aWithdrawnImageIsNotAdmittedByDigestPastItsFreshness() {
    ImageTrust engine = engine();
    age = Duration.ofSeconds(25);
    assertThat(during(engine, TAG, policies).admits()).isTrue();
    answers.put("c.test", REFUSED);
    pass(Duration.ofSeconds(6));

    assertThat(afterwards(engine, CONTENT, policies).admits()).isFalse();
  }

  @Test
  void aWithdrawnImageIsNotAdmittedByDigestBecauseItsTagWasRemembered() {
    ImageTrust engine = engine();
    during(engine, TAG, policies);
    pass(Duration.ofSeconds(29));
    assertThat(during(engine, TAG, policies).admits()).as("as fresh as was agreed").isTrue();
    assertThat(asked).hasSize(1);
    answers.put("c.test", REFUSED);
    pass(Duration.ofSeconds(2));

    assertThat(afterwards(engine, CONTENT, policies).admits()).isFalse();
  }

  private void passesForTwoSeconds(ImageTrust engine) {
    during(engine, TAG, policies);
    answers.put("c.test", REFUSED);

    pass(Duration.ofMillis(1_999));
    assertThat(afterwards(engine, CONTENT, policies).admits()).isTrue();
    pass(Duration.ofMillis(1));
    assertThat(afterwards(engine, CONTENT, policies).admits()).isFalse();
  }

  @Test
  void theAgeOfAPassCountsTowardsItsTime() {
    ImageTrust engine = engine();
    age = Duration.ofSeconds(28);
    passesForTwoSeconds(engine);
  }

  @Test
  void theTimeThatACheckTakesCountsToo() {
    ImageTrust engine = engine();
    delay = Duration.ofSeconds(8);
    passesForTwoSeconds(engine);
  }

  @Test
  void aSlowSignatureStoreLetsATagStandForItsContentNoLonger() {
    PolicySet anything = cluster("{\"name\":\"icr.io/*\"," + ANYTHING + "}");
    ImageTrust engine = engine();
    signatures = TRUSTED;
    delay = Duration.ofSeconds(8);
    during(engine, TAG, anything);
    pass(Duration.ofMillis(1_999));
    during(engine, TAG, anything);
    assertThat(signaturesAsked).hasValue(1);
    pass(Duration.ofMillis(1));
    during(engine, TAG, anything);

    assertThat(signaturesAsked).hasValue(2);
  }

  /** Asked about again and again, a digest that is trusted no longer would stay for ever. */
  @Test
  void aDigestInAnotherSpellingIsNotPinnedAnew() {
    String content = "nginx@" + SIGNED;
    PolicySet hub =
        cluster(
            named("docker.io/library/nginx:dev", "c.test")
                + ","
                + named("docker.io/library/nginx*", "other.test"));
    ImageTrust engine = engine();
    assertThat(during(engine, "nginx:dev", hub).admits()).isTrue();
    pass(Duration.ofSeconds(20));
    assertThat(during(engine, content, hub).admits()).as("another webhook made it").isTrue();
    pass(Duration.ofSeconds(20));

    assertThat(during(engine, content, hub).admits()).isFalse();
  }

  @Test
  void whatAnOutageLetPassIsNotRemembered() {
    ImageTrust engine = engine();
    answerWarnings = List.of("signatures of icr.io/a are those of a minute ago");
    assertThat(during(engine, TAG, policies).admits()).isTrue();
    answers.put("c.test", REFUSED);

    assertThat(afterwards(engine, CONTENT, policies).admits()).isFalse();
  }

  @Test
  void aRemovedSignersKeyAdmitsNothingLongerThanItsSecretIsRemembered() {
    ImageTrust engine = engine();
    PolicySet signed = cluster(SIGNED_BY);
    secrets.put(
        "portieris/alice",
        new SecretLookup.Found(
            Map.of("name", "alice".getBytes(UTF_8), "publicKey", "pem".getBytes(UTF_8)),
            "",
            Duration.ofSeconds(9)));
    assertThat(during(engine, TAG, signed).admits()).isTrue();
    secrets.clear();
    pass(Duration.ofMillis(999));
    assertThat(afterwards(engine, CONTENT, signed).admits()).isTrue();
    pass(Duration.ofMillis(1));

    assertThat(afterwards(engine, CONTENT, signed).admits()).isFalse();
  }

  @Test
  void aTagThatAnotherNamespaceHadResolvedStandsForItsContentNoLonger() {
    ImageTrust engine = engine();
    signatures = TRUSTED;
    PolicySet anything = cluster("{\"name\":\"icr.io/*\"," + ANYTHING + "}");
    during(engine, TAG, anything);
    pass(Duration.ofSeconds(9));
    assertThat(engine.decide(ofOther(TAG, anything, Pinning.UNDER_WAY), context()).admits())
        .isTrue();
    signatures = REFUSED;

    pass(Duration.ofMillis(999));
    assertThat(engine.decide(ofOther(CONTENT, anything, Pinning.OVER), context()).admits())
        .isTrue();
    pass(Duration.ofMillis(1));
    assertThat(engine.decide(ofOther(CONTENT, anything, Pinning.OVER), context()).admits())
        .isFalse();
  }

  private static ImageQuery ofOther(String image, PolicySet by, Pinning pinning) {
    return new ImageQuery(image, "other", by, CredentialStore.empty(), false, pinning);
  }

  /** The rule is remembered for longer than its pass: the content is verified anew. */
  @ParameterizedTest
  @ValueSource(longs = {0, 25})
  void whatWasPinnedIsVerifiedAnewWhenThePassIsTooOld(long seconds) {
    ImageTrust engine = engine();
    PolicySet forTag = cluster(named("icr.io/*", "other.test") + "," + named(TAG, "c.test"));
    age = Duration.ofSeconds(seconds);
    during(engine, TAG, forTag);
    pass(Duration.ofSeconds(39));

    assertThat(during(engine, CONTENT, forTag).verdict()).isEqualTo(TRUSTED);
    answers.put("c.test", REFUSED);
    pass(Duration.ofSeconds(1));
    assertThat(during(engine, CONTENT, forTag).admits()).isFalse();
  }

  @Test
  void whatWasPinnedForOneNamespaceIsWrittenByHandInAnother() {
    ImageTrust engine = engine();
    PolicySet forTag = cluster(named(TAG, "c.test"));
    during(engine, TAG, forTag);

    assertThat(during(engine, CONTENT, forTag).admits()).isTrue();
    assertThat(engine.decide(ofOther(CONTENT, forTag, Pinning.UNDER_WAY), context()).admits())
        .isFalse();
    pass(Duration.ofSeconds(40));
    assertThat(during(engine, CONTENT, forTag).admits()).as("later").isFalse();
  }

  /** Another replica, asked about the digest, could not tell that a tag led to it. */
  @ParameterizedTest
  @ValueSource(strings = {"icr.io/a:1", "icr.io/*:1", "icr.io/a:1.*|icr.io/a:1"})
  void aRuleForSomeTagsThatWantsNoSignatureLeavesTheTag(String patterns) {
    signatures = TRUSTED;
    PolicySet forTags = cluster(anything(patterns));

    ImageDecision first = during(engine(), TAG, forTags);

    assertThat(first.verdict()).isEqualTo(TRUSTED);
    assertThat(first.replacement()).isEmpty();
    assertThat(afterwards(engine(), TAG, forTags).verdict()).isEqualTo(TRUSTED);
    assertThat(afterwards(engine(), TAG, forTags).replacement()).isEmpty();
    assertThat(afterwards(engine(), CONTENT, forTags).admits()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"icr.io/*", "icr.io/a", "icr.io/a*", "*"})
  void aRuleForEveryTagThatWantsNoSignaturePinsAsUsual(String pattern) {
    signatures = TRUSTED;
    PolicySet anyTag = cluster(anything(pattern));

    assertThat(during(engine(), TAG, anyTag).replacement()).contains(CONTENT);
    assertThat(afterwards(engine(), CONTENT, anyTag).admits()).isTrue();
  }

  private static String anything(String patterns) {
    return "{\"name\":\""
        + String.join("\"," + ANYTHING + "},{\"name\":\"", patterns.split("\\|"))
        + "\","
        + ANYTHING
        + "}";
  }

  /** The cluster's mandatory rule pins; the namespace's own has only a name to look at. */
  @ParameterizedTest
  @ValueSource(strings = {"icr.io/a", "icr.io/a:1", "icr.io/a:1*"})
  void whatAMandatoryRuleHasPinnedPassesTheOwnRuleThatChecksNothing(String pattern) {
    PolicySet two =
        both("{\"name\":\"" + pattern + "\",\"policy\":{}}", rule("c.test", "", MANDATORY));
    ImageTrust engine = engine();

    assertThat(during(engine, TAG, two).replacement()).contains(CONTENT);
    assertThat(during(engine, CONTENT, two).admits()).as("asked again").isTrue();
    assertThat(afterwards(engine(), CONTENT, two).admits()).as("another replica").isTrue();
    assertThat(afterwards(engine(), "icr.io/b@" + SIGNED, two).admits()).isFalse();
    assertThat(during(engine(), CONTENT, two).admits()).as("written by hand").isFalse();
    answers.put("c.test", REFUSED);
    assertThat(afterwards(engine(), CONTENT, two).admits()).isFalse();
  }

  @Test
  void aMandatoryRuleThatOnlyWatchesVouchesForNothing() {
    PolicySet two =
        both("{\"name\":\"" + TAG + "\",\"policy\":{}}", rule("c.test", "Audit", MANDATORY));
    answers.put("c.test", REFUSED);

    assertThat(during(engine(), TAG, two).admits()).isTrue();
    assertThat(afterwards(engine(), CONTENT, two).admits()).isFalse();
  }

  @Test
  void whatATolerantRuleLetPassStaysToleratedOnceAMandatoryRuleHasPinnedIt() {
    namespacedModes = true;
    String tolerant = named(TAG, "own.test").replace("\"policy\"", "\"mode\":\"Audit\",\"policy\"");
    PolicySet two = both(tolerant, rule("c.test", "", MANDATORY));
    ImageTrust engine = engine();

    assertThat(during(engine, TAG, two).replacement()).contains(CONTENT);
    assertThat(during(engine, CONTENT, two).admits()).isTrue();
    assertThat(afterwards(engine, CONTENT, two).admits()).isTrue();
  }

  @Test
  void aPolicyThatIsReplacedInBetweenLetsNothingPassByTheFormerOne() {
    ImageTrust engine = engine();
    during(engine, TAG, policies);
    answers.put("c.test", REFUSED);

    assertThat(afterwards(engine, CONTENT, cluster(named("icr.io/*", "c.test"))).admits())
        .isFalse();
  }

  @Test
  void aRuleThatEnforcesFromNowOnToleratesNothingThatItDidBefore() {
    ImageTrust engine = engine();
    answers.put("c.test", REFUSED);
    String audit = rule("c.test", "Audit", "");
    assertThat(during(engine, TAG, cluster(audit)).admits()).isTrue();

    assertThat(afterwards(engine, TAG, cluster(rule("c.test", "Enforce", ""))).admits()).isFalse();
  }

  /** The mandatory rule never passed; that an exemption stood in for it is not remembered. */
  @Test
  void anExemptionThatEndsInBetweenLetsNothingPass() {
    ImageTrust engine = engine();
    answers.put("own.test", TRUSTED);
    answers.put("c.test", REFUSED);
    PolicySet exempted =
        new PolicySet(
            List.of(policy("ImagePolicy", "own", rule("own.test", "", ""))),
            List.of(
                policy("ClusterImagePolicy", "c", rule("c.test", "", MANDATORY)),
                read(
                    """
                    {"kind":"ClusterImagePolicy","metadata":{"name":"e"},"spec":{"exemptions":[
                      {"image":"docker.io/library/nginx@%s","reason":"r","until":"%s"}]}}\
                    """
                        .formatted(SIGNED, now.plusSeconds(5)))));
    assertThat(during(engine, "nginx@" + SIGNED, exempted).replacement())
        .contains("docker.io/library/nginx@" + SIGNED);
    pass(Duration.ofSeconds(5));

    String pinned = "docker.io/library/nginx@" + SIGNED;
    assertThat(during(engine, pinned, exempted).admits()).isFalse();
    assertThat(afterwards(engine, pinned, exempted).admits()).isFalse();
  }
}
