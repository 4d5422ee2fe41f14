/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.testbed.TestAuthority;
import io.starlingx.portieris.testbed.http.Answer;
import io.starlingx.portieris.testbed.http.FaultyServer;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.HttpTransport;
import io.starlingx.portieris.trust.http.Peer;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.RequestRecord;
import io.starlingx.portieris.trust.http.TestTransport;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.policy.SigningRequirement.SignedIdentity;
import io.starlingx.portieris.trust.registry.Credentials;
import io.starlingx.portieris.trust.registry.RegistryHosts;
import io.starlingx.portieris.trust.registry.TokenReader;
import io.starlingx.portieris.trust.registry.TokenSettings;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How many requests a verification costs, counted by the server, by one verifier that lives on. */
@Timeout(60)
class RequestBudgetTest {

  private static final String OCI = "application/vnd.oci.image.manifest.v1+json";
  private static final Digest DIGEST = SimpleFixtures.manifest();
  private static final String MANIFESTS = "/v2/team/app/manifests/";
  private static final String STORED = "/store/team/app@sha256=" + DIGEST.hex() + "/signature-";
  private static final String EXTENSION = "/extensions/v2/team/app/signatures/" + DIGEST;
  private static final Credentials ALICE = new Credentials.Basic("alice", "secret");

  @TempDir Path directory;

  private final AtomicReference<Instant> now = new AtomicReference<>(SimpleFixtures.NOW);
  private final AtomicLong nanos = new AtomicLong();
  private final List<RequestRecord> records = new ArrayList<>();
  private FaultyServer server;
  private HttpTransport transport;
  private SimpleSigningVerifier verifier;

  @BeforeEach
  void start() {
    TestAuthority authority = TestAuthority.create(directory);
    server = FaultyServer.start(authority);
    server.answer("/", Answer.status(404));
    server.answer("/v2/", Answer.json("{}"));
    server.answer(MANIFESTS + "v1", manifest());
    server.answer(MANIFESTS + DIGEST, manifest());
    transport = TestTransport.trusting(authority);
    verifier =
        new SimpleSigningVerifier(
            new TokenReader(transport, TokenSettings.none(), InstantSource.system()),
            RegistryHosts.standard(),
            now::get,
            nanos::get);
  }

  @AfterEach
  void stop() {
    transport.close();
    server.close();
  }

  @Test
  void aStoreCostsTheManifestAndItsSignaturesColdAndOneHeadWarm() {
    server.answer(STORED + 1, signature("garbage"));
    server.answer(STORED + 2, signature("ok-alice"));

    assertThat(requestsOf(":v1"))
        .containsExactly(
            "GET " + MANIFESTS + "v1", "GET /v2/", "GET " + STORED + 1, "GET " + STORED + 2);
    assertThat(requestsOf(":v1")).containsExactly("HEAD " + MANIFESTS + "v1");
  }

  @Test
  void aDigestCostsNothingWarm() {
    server.answer(STORED + 1, signature("ok-alice"));

    assertThat(requestsOf("@" + DIGEST)).hasSize(3);
    assertThat(requestsOf("@" + DIGEST)).isEmpty();
    assertThat(records.getLast().cached()).isTrue();
    assertThat(records)
        .extracting(RequestRecord::peer)
        .contains(Peer.REGISTRY, Peer.SIGNATURE_STORE)
        .doesNotContain(Peer.TRUST_SERVER);
    assertThat(records.getLast().url()).isEqualTo(server.uri(MANIFESTS + DIGEST).toString());
  }

  @Test
  void aRegistryThatSaysSoInItsFirstAnswerIsNotAskedWhetherItKeepsSignatures() {
    server.answer(MANIFESTS + "v1", manifest().withHeader("X-Registry-Supports-Signatures", "1"));
    server.answer(EXTENSION, list("ok-alice"));

    assertThat(requestsOf(":v1")).containsExactly("GET " + MANIFESTS + "v1", "GET " + EXTENSION);
    assertThat(requestsOf(":v1")).containsExactly("HEAD " + MANIFESTS + "v1");
  }

  @Test
  void aRegistryIsAskedOnceWhetherItKeepsSignatures() {
    server.answer("/v2/", Answer.json("{}").withHeader("X-Registry-Supports-Signatures", "1"));
    server.answer(EXTENSION, list("garbage"));

    assertThat(requestsOf(":v1")).contains("GET /v2/");
    assertThat(requestsOf(":v1")).containsExactly("HEAD " + MANIFESTS + "v1", "GET " + EXTENSION);
    later(Duration.ofMinutes(11));
    assertThat(requestsOf(":v1")).contains("GET /v2/");
  }

  @Test
  void whatWasNotAcceptedIsLookedForEachTime() {
    server.answer(STORED + 1, signature("ok-bob"));
    requestsOf(":v1");

    assertThat(requestsOf(":v1"))
        .containsExactly("HEAD " + MANIFESTS + "v1", "GET " + STORED + 1, "GET " + STORED + 2);
    server.answer(STORED + 2, signature("ok-alice"));
    assertThat(verify(":v1")).isInstanceOf(Verdict.Trusted.class);
  }

  @Test
  void aSignatureThatWasTakenAwayCountsForFiveMinutesAtMost() {
    server.answer(STORED + 1, signature("ok-alice"));
    requestsOf(":v1");
    server.answer(STORED + 1, Answer.status(404));

    later(Duration.ofSeconds(299));
    assertThat(verify(":v1")).isInstanceOf(Verdict.Trusted.class);
    later(Duration.ofSeconds(1));
    assertThat(verify(":v1").code()).isEqualTo(ReasonCode.NO_SIGNATURE);
  }

  @Test
  void aRememberedSignatureIsJudgedByTheClockOfTheDay() {
    server.answer(STORED + 1, signature("ok-alice"));
    requestsOf(":v1");

    now.set(Instant.parse("2020-01-01T00:00:00Z"));

    assertThat(verify(":v1").code()).isEqualTo(ReasonCode.NOT_YET_VALID);
  }

  @Test
  void aTagThatMovedIsNoticedAtOnce() {
    server.answer(STORED + 1, signature("ok-alice"));
    requestsOf(":v1");
    byte[] other = "{\"layers\":[]}".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    server.answer(
        MANIFESTS + "v1",
        Answer.of(200, OCI, other)
            .withHeader("Docker-Content-Digest", Digest.of(other).toString()));

    assertThat(verify(":v1").code()).isEqualTo(ReasonCode.NO_SIGNATURE);
  }

  @Test
  void aHeadWithoutADigestIsFollowedByAGet() {
    server.answer(MANIFESTS + "v1", Answer.of(200, OCI, SimpleFixtures.bytes("manifest-v1.json")));
    server.answer(STORED + 1, signature("ok-alice"));
    requestsOf(":v1");

    assertThat(requestsOf(":v1"))
        .containsExactly("HEAD " + MANIFESTS + "v1", "GET " + MANIFESTS + "v1");
  }

  @Test
  void whatOneCredentialMayReadServesNoOther() {
    server.answer(STORED + 1, signature("ok-alice"));
    verify("@" + DIGEST, ALICE);
    int before = server.requests().size();

    verify("@" + DIGEST, ALICE);
    assertThat(server.requests()).hasSize(before);
    server.answer(MANIFESTS + DIGEST, Answer.status(403));
    assertThat(verify("@" + DIGEST).code()).isEqualTo(ReasonCode.UNAUTHORIZED);
    assertThat(verify("@" + DIGEST, new Credentials.Basic("alice", "other")).code())
        .isEqualTo(ReasonCode.UNAUTHORIZED);
  }

  private List<String> requestsOf(String suffix) {
    int before = server.requests().size();
    verify(suffix);
    return server.requests().stream()
        .skip(before)
        .map(request -> request.method() + " " + request.path())
        .toList();
  }

  private Verdict verify(String suffix, Credentials... credentials) {
    return verifier.verify(
        new SignatureRequest(
            ImageReference.of(server.host() + "/team/app" + suffix),
            ImageReference.of("localhost:15000/team/app" + suffix),
            List.of(
                new SignatureRequest.Signer(
                    SimpleFixtures.keyring("alice.pub.asc"), new SignedIdentity.MatchRepository())),
            Optional.of(new SignatureStore(server.uri("/store"), List.of())),
            List.of(credentials)),
        new RequestContext(Deadline.after(Duration.ofSeconds(50)), records::add));
  }

  private void later(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static Answer manifest() {
    return Answer.of(200, OCI, SimpleFixtures.bytes("manifest-v1.json"))
        .withHeader("Docker-Content-Digest", DIGEST.toString());
  }

  private static Answer signature(String name) {
    return Answer.of(200, "application/octet-stream", SimpleFixtures.signature(name));
  }

  private static Answer list(String signature) {
    return Answer.json(
        "{\"signatures\":[{\"schemaVersion\":2,\"type\":\"atomic\",\"content\":\"%s\"}]}"
            .formatted(Base64.getEncoder().encodeToString(SimpleFixtures.signature(signature))));
  }
}
