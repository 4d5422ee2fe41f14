/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.policy.SigningRequirement.SignedIdentity;
import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of an image under requirements of simple signing. */
class SimpleCheckTest extends ImageTrustFixture {

  @Test
  void aRejectingRequirementRefusesWithoutAskingAnybody() {
    assertRefused(
        decide(
            "nginx",
            cluster(
                rule("*", simple("{\"type\":\"reject\"},{\"type\":\"insecureAcceptAnything\"}")))),
        ReasonCode.POLICY,
        "simple: policy denied the request: Running image docker://nginx is rejected by policy.");
    assertThat(signatureRequests).isEmpty();
  }

  @Test
  void acceptingAnythingStillPinsTheImage() {
    ImageDecision decision =
        decide("nginx:1", cluster(rule("*", simple("{\"type\":\"insecureAcceptAnything\"}"))));

    assertThat(decision.replacement()).contains("docker.io/library/nginx@" + SIGNED);
    assertThat(signatureRequests).singleElement().matches(r -> r.signers().isEmpty());
  }

  @Test
  void bothMechanismsMustNameTheSameContent() {
    String both =
        TRUST.replace(
            "{\"trust\"",
            "{\"simple\":{\"requirements\":[{\"type\":\"insecureAcceptAnything\"}]},\"trust\"");
    ImageDecision agreed = decide("nginx:1", cluster(rule("*", both)));
    assertThat(agreed.verdict())
        .isEqualTo(new Verdict.Trusted(Optional.of(SIGNED), List.of("F"), Instant.MAX));

    signatures = request -> new Verdict.Trusted(Optional.of(OTHER), List.of("F"), Instant.MAX);
    assertRefused(
        decide("nginx:1", cluster(rule("*", both))),
        ReasonCode.DIGEST_CONFLICT,
        "Notary signs conflicting digest: " + SIGNED + " simple: " + OTHER);
  }

  @Test
  void refusalsOfSimpleSigningKeepTheirWords() {
    String policy = simple("{\"type\":\"insecureAcceptAnything\"}");
    signatures = request -> new Verdict.Rejected(ReasonCode.UNAUTHORIZED, "reg.test answered 401");
    assertRefused(
        decide("reg.test/a", cluster(rule("*", policy))),
        ReasonCode.UNAUTHORIZED,
        "simple: Deny \"reg.test/a\", no valid ImagePullSecret, 1 tried");
    signatures =
        request -> new Verdict.Rejected(ReasonCode.NO_SIGNATURE, "A signature was required");
    assertRefused(
        decide("nginx", cluster(rule("*", policy))),
        ReasonCode.NO_SIGNATURE,
        "simple: policy denied the request: A signature was required");
    signatures = request -> new Verdict.Unavailable("reg.test answered 503");
    assertThat(decide("nginx", cluster(rule("*", policy))).message())
        .startsWith("simple: reg.test answered 503");
  }

  @Test
  void afterPinningMatchExactComparesRepositoryAndDigestOnly() {
    secrets.put("portieris/k", keys());
    PolicySet policies =
        cluster(
            rule(
                "*",
                simple(
                    "{\"type\":\"signedBy\",\"keySecret\":\"k\","
                        + "\"signedIdentity\":{\"type\":\"matchExact\"}}")));
    ImageTrust engine = engine(settings());
    for (String image : List.of("reg.test/a:1", "reg.test/a@" + SIGNED, "reg.test/a:1@" + SIGNED)) {
      for (Pinning pinning : List.of(Pinning.UNDER_WAY, Pinning.OVER)) {
        engine.decide(
            new ImageQuery(image, "team", policies, CredentialStore.empty(), false, pinning),
            context());
      }
    }

    assertThat(signatureRequests)
        .extracting(request -> request.signers().getFirst().identity())
        .containsExactly(
            new SignedIdentity.MatchExact(),
            new SignedIdentity.MatchExact(),
            new SignedIdentity.MatchExact(),
            new SignedIdentity.MatchRepoDigestOrExact(),
            new SignedIdentity.MatchExact(),
            new SignedIdentity.MatchExact());
  }

  /** Its own pin is no other image to the webhook, though it lacks the tag that was signed. */
  @Test
  void whatMatchExactHasPinnedPassesWhenTheWebhookIsAskedAgainAndNothingElseDoes() {
    secrets.put("portieris/k", keys());
    signatures =
        request ->
            request.image().tag().isPresent()
                ? new Verdict.Trusted(Optional.of(SIGNED), List.of("F"), Instant.MAX)
                : new Verdict.Rejected(ReasonCode.IDENTITY_MISMATCH, "signed for another tag");
    PolicySet policies =
        cluster(
            rule(
                "reg.test/*",
                simple(
                    "{\"type\":\"signedBy\",\"keySecret\":\"k\","
                        + "\"signedIdentity\":{\"type\":\"matchExact\"}}")));
    ImageTrust engine = engine(settings(Duration.ofSeconds(30)));
    ImageQuery digest =
        new ImageQuery(
            "reg.test/a@" + SIGNED,
            "team",
            policies,
            CredentialStore.empty(),
            false,
            Pinning.UNDER_WAY);

    assertThat(engine.decide(digest, context()).admits()).as("by hand").isFalse();
    assertThat(engine.decide(query("reg.test/a:1", policies), context()).admits()).isTrue();
    assertThat(engine.decide(digest, context()).admits()).as("asked again").isTrue();
    assertThat(engine.decide(query("reg.test/a@" + SIGNED, policies), context()).admits())
        .as("where nothing is pinned")
        .isFalse();
  }
}
