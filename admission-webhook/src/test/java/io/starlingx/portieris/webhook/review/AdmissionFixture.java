/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.starlingx.portieris.trust.Identity;
import io.starlingx.portieris.trust.ImageDecision;
import io.starlingx.portieris.trust.ImageTrust;
import io.starlingx.portieris.trust.ServerEntry;
import io.starlingx.portieris.trust.TrustSettings;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.notary.TrustAnswer;
import io.starlingx.portieris.trust.notary.TrustRequest;
import io.starlingx.portieris.trust.policy.ImagePolicy;
import io.starlingx.portieris.trust.policy.PolicyReader;
import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.policy.SecretLookup;
import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;

/** Admissions by the real engine, whose verifier knows its answers, under one cluster policy. */
abstract class AdmissionFixture {

  static final OwnerSource NO_OWNERS = (namespace, owner, deadline) -> Set.of();
  static final String HEX = "ab".repeat(32);
  static final Verdict SIGNED =
      new Verdict.Trusted(Optional.of(new Digest(HEX)), List.of(), Instant.MAX);
  static final Verdict UNSIGNED =
      new Verdict.Rejected(ReasonCode.NO_SUCH_TARGET, "No valid trust data for latest");

  final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  final Map<String, Integer> asked = new ConcurrentHashMap<>();
  final Map<String, Verdict> verdicts = new ConcurrentHashMap<>();
  final List<Boolean> observed = new ArrayList<>();
  final List<String> credentialProblems = new ArrayList<>();
  Optional<PolicySet> policies = Optional.of(new PolicySet(List.of(), List.of()));

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  static String pod(String... images) {
    StringBuilder containers = new StringBuilder();
    for (String image : images) {
      containers.append(containers.isEmpty() ? "" : ",").append("{\"image\":\"" + image + "\"}");
    }
    return Reviews.pod("\"containers\":[" + containers + "]");
  }

  void clusterPolicy(String repository) {
    ImagePolicy policy =
        PolicyReader.read(
            Reviews.tree(
                "{\"kind\":\"ClusterImagePolicy\",\"metadata\":{\"name\":\"test\"},"
                    + "\"spec\":{\"repositories\":["
                    + repository
                    + "]}}"));
    policies = Optional.of(new PolicySet(List.of(), List.of(policy)));
  }

  String message(String review) {
    return answer(review).path("status").path("message").asText();
  }

  JsonNode answer(String review) {
    return answer(admission(), review, patiently());
  }

  static JsonNode answer(Admission admission, String review, Deadline deadline) {
    return Reviews.response(admission.answer(Reviews.posted(bytes(review)), deadline));
  }

  Admission admission() {
    return admission(trust()::decide);
  }

  Admission admission(ImageJudge judge) {
    return new Admission(
        Admission.Stage.MUTATING,
        namespace -> policies,
        this::credentials,
        NO_OWNERS,
        judge,
        executor,
        DecidedObjects.into(observed));
  }

  PullCredentials credentials(PodIdentity pod, RequestContext context) {
    return new PullCredentials(CredentialStore.empty(), credentialProblems);
  }

  /** The real engine, with a verifier that knows its answers. */
  ImageTrust trust() {
    TrustSettings settings =
        new TrustSettings(
            List.<Identity>of(),
            List.of(
                new ServerEntry("defaults", List.of(URI.create("https://notary.test")), List.of())),
            true,
            false,
            List.of(),
            "portieris",
            deadline -> CredentialStore.empty(),
            Duration.ZERO);
    return new ImageTrust(
        settings,
        (namespace, name, context) -> new SecretLookup.Missing(),
        this::verify,
        (request, context) -> UNSIGNED,
        executor,
        InstantSource.system());
  }

  private TrustAnswer verify(TrustRequest request, RequestContext context) {
    String image = request.image().raw();
    asked.merge(image, 1, Integer::sum);
    return TrustAnswer.current(verdicts.getOrDefault(image, UNSIGNED));
  }

  static ImageDecision decision(String image) {
    return new ImageDecision(image, Optional.empty(), SIGNED, "", Optional.empty(), List.of());
  }

  static Deadline patiently() {
    return Deadline.after(Duration.ofMinutes(2));
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
