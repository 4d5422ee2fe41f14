/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import io.starlingx.portieris.trust.verdict.VerificationLimit;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;

/** The engine with a verifier that answers as each trust server is told to. */
abstract class StandInVerifier {

  static final Digest SIGNED = Digest.of("signed".getBytes(UTF_8));
  static final Digest OTHER = Digest.of("other".getBytes(UTF_8));
  static final Verdict TRUSTED = trusted(SIGNED);
  static final Verdict REFUSED =
      new Verdict.Rejected(ReasonCode.NO_SUCH_TARGET, "No valid trust data for 1");
  static final Verdict DOWN = new Verdict.Unavailable("connection refused");

  static final String MANDATORY = "\"mandatory\":true,";

  final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  final List<TrustRequest> asked = new CopyOnWriteArrayList<>();

  final AtomicInteger signaturesAsked = new AtomicInteger();

  /** By host of the trust server. */
  final Map<String, Verdict> answers = new HashMap<>();

  /** About signatures beside the registry. */
  Verdict signatures = REFUSED;

  Instant now = Instant.parse("2026-11-26T12:00:00Z");
  boolean namespacedModes;
  Duration memory = Duration.ZERO;

  /** Of what the trust servers say. */
  Duration age = Duration.ZERO;

  /** Passes while either is asked. */
  Duration delay = Duration.ZERO;

  /** Beside what the trust servers say. */
  List<String> answerWarnings = List.of();

  /** By namespace and name. */
  final Map<String, SecretLookup> secrets = new HashMap<>();

  private long nanos;

  /** Lets time pass on every clock. */
  void pass(Duration time) {
    nanos += time.toNanos();
    now = now.plus(time);
  }

  @AfterEach
  void close() {
    executor.shutdownNow();
  }

  /** The decision of another replica about the final object. */
  ImageDecision again(String image, PolicySet policies) {
    return engine().decide(query(image, policies, Pinning.OVER), context());
  }

  static String named(String pattern, String server) {
    return rule(server, "", "").replace("\"name\":\"*\"", "\"name\":\"" + pattern + "\"");
  }

  /** The decision of a replica that has decided nothing yet. */
  ImageDecision decide(String image, PolicySet policies) {
    return engine().decide(query(image, policies, Pinning.UNDER_WAY), context());
  }

  ImageTrust engine() {
    TrustSettings settings =
        new TrustSettings(
            List.of(new Identity("registry.local:9001/icr.io", "icr.io")),
            List.of(),
            true,
            namespacedModes,
            List.of(),
            "portieris",
            deadline -> CredentialStore.empty(),
            memory);
    return new ImageTrust(
        settings,
        (namespace, name, context) ->
            secrets.getOrDefault(namespace + "/" + name, new SecretLookup.Missing()),
        (request, context) -> answer(request),
        (request, context) -> {
          signaturesAsked.incrementAndGet();
          pass(delay);
          return signatures;
        },
        executor,
        () -> now,
        VerificationLimit.standard(),
        () -> nanos);
  }

  private TrustAnswer answer(TrustRequest request) {
    asked.add(request);
    pass(delay);
    URI server = request.servers().getFirst().url();
    Verdict verdict = answers.getOrDefault(server.getHost(), REFUSED);
    return new TrustAnswer(verdict, age, answerWarnings);
  }

  static ImageQuery query(String image, PolicySet policies, Pinning pinning) {
    return new ImageQuery(image, "team", policies, CredentialStore.empty(), false, pinning);
  }

  static RequestContext context() {
    return RequestContext.unrecorded(Deadline.after(Duration.ofSeconds(50)));
  }

  static Verdict trusted(Digest digest) {
    return new Verdict.Trusted(Optional.of(digest), List.of("F"), Instant.MAX);
  }

  static String rule(String server, String mode, String more) {
    return "{\"name\":\"*\","
        + more
        + (mode.isEmpty() ? "" : "\"mode\":\"" + mode + "\",")
        + "\"policy\":{\"trust\":{\"enabled\":true,\"trustServer\":\"https://"
        + server
        + "\"}}}";
  }

  static PolicySet cluster(String rules) {
    return new PolicySet(List.of(), List.of(policy("ClusterImagePolicy", "c", rules)));
  }

  static PolicySet both(String own, String cluster) {
    return new PolicySet(
        List.of(policy("ImagePolicy", "own", own)),
        cluster.isEmpty() ? List.of() : List.of(policy("ClusterImagePolicy", "c", cluster)));
  }

  static ImagePolicy policy(String kind, String name, String rules) {
    return read(
        "{\"kind\":\"%s\",\"metadata\":{\"name\":\"%s\",\"namespace\":\"team\"},\"spec\":{\"repositories\":[%s]}}"
            .formatted(kind, name, rules));
  }

  static ImagePolicy read(String json) {
    try {
      return PolicyReader.read(new ObjectMapper().readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
