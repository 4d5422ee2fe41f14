/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Ticker;
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
import io.starlingx.portieris.trust.simplesigning.SignatureRequest;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import io.starlingx.portieris.trust.verdict.VerificationLimit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** The whole engine; only the verifiers are stand-ins, to answer at will and to fail. */
@Timeout(60)
abstract class ImageTrustFixture {

  static final Digest SIGNED = Digest.of("signed".getBytes(UTF_8));
  static final Digest OTHER = Digest.of("other".getBytes(UTF_8));
  static final String TRUST =
      "\"policy\":{\"trust\":{\"enabled\":true,\"trustServer\":\"https://n.test\"}}";

  final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  final List<TrustRequest> requests = new CopyOnWriteArrayList<>();
  final Map<String, SecretLookup> secrets = new HashMap<>();
  final List<SignatureRequest> signatureRequests = new CopyOnWriteArrayList<>();
  Function<SignatureRequest, Verdict> signatures =
      request -> new Verdict.Trusted(Optional.of(SIGNED), List.of("F"), Instant.MAX);
  Function<TrustRequest, Verdict> verifier =
      request -> new Verdict.Trusted(Optional.of(SIGNED), List.of(), Instant.MAX);

  Duration age = Duration.ZERO;
  List<String> answerWarnings = List.of();

  @AfterEach
  void close() {
    executor.shutdownNow();
  }

  ImageDecision decide(String image, PolicySet policies) {
    return engine(settings()).decide(query(image, policies), context());
  }

  ImageTrust engine(TrustSettings settings) {
    return engine(settings, VerificationLimit.standard());
  }

  ImageTrust engine(TrustSettings settings, VerificationLimit limit) {
    return new ImageTrust(
        settings,
        (namespace, name, context) ->
            secrets.getOrDefault(namespace + "/" + name, new SecretLookup.Missing()),
        (request, context) -> {
          requests.add(request);
          return new TrustAnswer(verifier.apply(request), age, answerWarnings);
        },
        (request, context) -> {
          signatureRequests.add(request);
          return signatures.apply(request);
        },
        executor,
        InstantSource.system(),
        limit,
        Ticker.systemTicker());
  }

  static TrustSettings settings() {
    return settings(Duration.ZERO);
  }

  static TrustSettings settings(Duration ttl) {
    CredentialStore own =
        CredentialStore.of(
            List.of(
                "{\"auths\":{\"reg.test\":{\"username\":\"webhook\",\"password\":\"pw\"}}}"
                    .getBytes(UTF_8)));
    return settings(ttl, deadline -> own);
  }

  static TrustSettings settings(Duration ttl, Function<Deadline, CredentialStore> pullSecrets) {
    return new TrustSettings(
        List.of(new Identity("registry.local:9001/icr.io", "icr.io")),
        List.of(),
        true,
        false,
        List.of("shared"),
        "portieris",
        pullSecrets,
        ttl);
  }

  static ImageQuery query(String image, PolicySet policies) {
    return new ImageQuery(image, "team", policies, CredentialStore.empty());
  }

  static RequestContext context() {
    return RequestContext.unrecorded(Deadline.after(Duration.ofSeconds(50)));
  }

  static String simple(String requirements) {
    return "\"policy\":{\"simple\":{\"requirements\":[" + requirements + "]}}";
  }

  static SecretLookup keys() {
    try {
      return new SecretLookup.Found(
          Map.of(
              "key",
              Files.readAllBytes(Path.of("src/test/resources/fixtures/simple/keys/bob.pub.asc"))),
          "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String rule(String name, String rest) {
    return "{\"name\":\"" + name + "\"" + (rest.isEmpty() ? "" : "," + rest) + "}";
  }

  static PolicySet cluster(String rule) {
    return new PolicySet(List.of(), List.of(policy("ClusterImagePolicy", rule)));
  }

  static PolicySet namespaced(String rule) {
    return new PolicySet(List.of(policy("ImagePolicy", rule)), List.of());
  }

  static ImagePolicy policy(String kind, String rule) {
    try {
      return PolicyReader.read(
          new ObjectMapper()
              .readTree(
                  "{\"kind\":\"%s\",\"metadata\":{\"name\":\"p\",\"namespace\":\"team\"},\"spec\":{\"repositories\":[%s]}}"
                      .formatted(kind, rule)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static void assertRefused(ImageDecision decision, ReasonCode code, String... parts) {
    assertThat(decision.verdict()).isInstanceOf(Verdict.Rejected.class);
    assertThat(decision.verdict().code()).isEqualTo(code);
    assertThat(decision.message()).contains("reason: " + code).contains(parts);
    assertThat(decision.replacement()).isEmpty();
  }
}
