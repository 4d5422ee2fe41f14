/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.testbed.TestAuthority;
import io.starlingx.portieris.testbed.http.Answer;
import io.starlingx.portieris.testbed.http.FaultyServer;
import io.starlingx.portieris.testbed.http.ReceivedRequest;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.HttpTransport;
import io.starlingx.portieris.trust.http.RequestContext;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A registry and a signature store that answer at will, asked over TLS. */
@Timeout(60)
class SimpleSigningVerifierTest {

  private static final String OCI = "application/vnd.oci.image.manifest.v1+json";
  private static final String MANIFEST = "/v2/team/app/manifests/v1";
  private static final String STORED =
      "/store/team/app@sha256=" + SimpleFixtures.manifest().hex() + "/signature-";
  private static final SignatureRequest.Signer ALICE = signer("alice.pub.asc");
  private static final SignatureRequest.Signer BOB = signer("bob.pub.asc");

  @TempDir Path directory;

  private FaultyServer server;
  private HttpTransport transport;

  @BeforeEach
  void start() {
    TestAuthority authority = TestAuthority.create(directory);
    server = FaultyServer.start(authority);
    server.answer("/", Answer.status(404));
    server.answer("/v2/", Answer.json("{}"));
    server.answer(MANIFEST, Answer.of(200, OCI, SimpleFixtures.bytes("manifest-v1.json")));
    transport = TestTransport.trusting(authority);
  }

  @AfterEach
  void stop() {
    transport.close();
    server.close();
  }

  @Test
  void oneGoodSignatureSufficesWhateverElseLiesInTheStore() {
    store("garbage", "bad-digest", "ok-alice");

    assertThat(verify(ALICE))
        .isEqualTo(
            new Verdict.Trusted(
                Optional.of(SimpleFixtures.manifest()),
                List.of(SimpleFixtures.ALICE),
                Instant.MAX));
    assertThat(server.count(STORED + 4)).isZero();
  }

  @Test
  void whatCannotBeASignatureIsPassedOver() {
    byte[] tooLong = new byte[SignedMessage.MAX_BLOB + 1];
    server.answer(STORED + 1, Answer.of(200, "application/octet-stream", tooLong));
    server.answer(STORED + 2, Answer.of(200, "text/html", "<html>sign in</html>"));
    server.answer(STORED + 3, Answer.of(200, "application/octet-stream", new byte[0]));
    assertRejected(verify(ALICE), ReasonCode.TOO_LARGE, "None of the signatures were accepted");

    server.answer(STORED + 4, signature("ok-alice"));
    assertThat(verify(ALICE)).isInstanceOf(Verdict.Trusted.class);
  }

  @Test
  void asksForAManifestOfEveryKindInOneField() {
    verify();

    ReceivedRequest asked = server.requests().getFirst();
    assertThat(asked.path()).isEqualTo(MANIFEST);
    assertThat(asked.header("accept").orElse(""))
        .contains("oci.image.index", "manifest.list.v2", "oci.image.manifest", "manifest.v2");
  }

  @Test
  void withoutARequirementTheImageIsPinnedAndNoSignatureIsAskedFor() {
    assertThat(verify())
        .isEqualTo(
            new Verdict.Trusted(Optional.of(SimpleFixtures.manifest()), List.of(), Instant.MAX));
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void refusesAnImageWithoutSignatures() {
    assertRejected(
        verify(ALICE),
        ReasonCode.NO_SIGNATURE,
        "A signature was required, but no signature exists");
  }

  @Test
  void reportsTheSignatureThatGotFurthest() {
    store("garbage", "bad-digest", "ok-bob");

    assertRejected(
        verify(ALICE),
        ReasonCode.DIGEST_MISMATCH,
        "None of the signatures were accepted, reasons: ");
  }

  @Test
  void everyRequirementMustBeMet() {
    store("ok-alice");
    assertRejected(verify(ALICE, BOB), ReasonCode.UNTRUSTED_KEY, "is not accepted");

    store("ok-alice", "ok-bob");
    assertThat(verify(ALICE, BOB)).isInstanceOf(Verdict.Trusted.class);
  }

  @Test
  void aRegistryThatKeepsSignaturesItselfIsAskedInsteadOfTheStore() {
    store("ok-alice");
    server.answer("/v2/", Answer.json("{}").withHeader("X-Registry-Supports-Signatures", "1"));
    assertRejected(verify(ALICE), ReasonCode.NO_SIGNATURE, "");

    server.answer(
        "/extensions/v2/team/app/signatures/" + SimpleFixtures.manifest(),
        Answer.json(
            "{\"signatures\":[%s,%s,%s]}"
                .formatted(
                    entry("\"version\":2", "ok-alice"),
                    entry("\"schemaVersion\":2", "garbage"),
                    entry("\"schemaVersion\":2", "ok-bob"))));
    assertRejected(verify(ALICE), ReasonCode.UNTRUSTED_KEY, "");
    assertThat(verify(BOB)).isInstanceOf(Verdict.Trusted.class);
    assertThat(server.count(STORED + 1)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void aRegistryThatDoesNotLetItsBaseBeReadKeepsNoSignatures(int status) {
    store("ok-alice");
    server.answer("/v2/", Answer.status(status));

    assertThat(verify(ALICE)).isInstanceOf(Verdict.Trusted.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void aRegistryThatCannotSayWhetherItKeepsSignaturesIsUnavailable(int status) {
    store("ok-alice");
    server.answer("/v2/", Answer.status(status));

    assertThat(verify(ALICE).code()).isEqualTo(ReasonCode.UNAVAILABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "", "true", "1, 1"})
  void onlyThePromiseItselfIsOne(String value) {
    store("ok-alice");
    server.answer("/v2/", Answer.json("{}").withHeader("X-Registry-Supports-Signatures", value));

    assertThat(verify(ALICE)).isInstanceOf(Verdict.Trusted.class);
  }

  @Test
  void aRegistrysListIsReadStrictlyAndItsEntriesOneByOne() {
    server.answer("/v2/", Answer.json("{}").withHeader("X-Registry-Supports-Signatures", "1"));
    list("{\"signatures\":[],\"signatures\":[]}");
    assertRejected(verify(ALICE), ReasonCode.MALFORMED, "occurs twice");
    list("{}");
    assertRejected(verify(ALICE), ReasonCode.MALFORMED, "holds no signatures");
    list("[]");
    assertRejected(verify(ALICE), ReasonCode.MALFORMED, "holds no signatures");
    list("{\"signatures\":{}}");
    assertRejected(verify(ALICE), ReasonCode.MALFORMED, "holds no signatures");

    String good = entry("\"schemaVersion\":2", "ok-alice");
    list("{\"signatures\":[%s]}".formatted(good.replace("atomic", "other")));
    assertRejected(verify(ALICE), ReasonCode.NO_SIGNATURE, "");
    list("{\"signatures\":[7,%s]}".formatted(good.replace("content\":", "content\":7,\"c\":")));
    assertRejected(verify(ALICE), ReasonCode.NO_SIGNATURE, "");
    list("{\"signatures\":[%s]}".formatted(good.replace("content\":\"", "content\":\"*")));
    assertRejected(verify(ALICE), ReasonCode.MALFORMED, "");
    String garbage = entry("\"schemaVersion\":2", "garbage");
    list("{\"signatures\":[%s]}".formatted((garbage + ",").repeat(15) + good));
    assertThat(verify(ALICE)).isInstanceOf(Verdict.Trusted.class);
    list("{\"signatures\":[%s]}".formatted((garbage + ",").repeat(16) + good));
    assertRejected(verify(ALICE), ReasonCode.MALFORMED, "");
  }

  @Test
  void looksAtSixteenSignaturesAtMost() {
    for (int i = 1; i <= 20; i++) {
      server.answer(STORED + i, signature(i == 17 ? "ok-alice" : "garbage"));
    }

    assertRejected(verify(ALICE), ReasonCode.MALFORMED, "");
    assertThat(server.count(STORED + 16)).isEqualTo(1);
    assertThat(server.count(STORED + 17)).isZero();
  }

  @Test
  void aStoreThatFailsIsNoStoreWithoutSignatures() {
    server.answer(STORED + 1, Answer.status(503));
    assertThat(verify(ALICE).code()).isEqualTo(ReasonCode.UNAVAILABLE);

    server.answer(STORED + 1, Answer.disconnect());
    assertThat(verify(ALICE).code()).isEqualTo(ReasonCode.UNAVAILABLE);

    server.answer(STORED + 1, Answer.endless("application/octet-stream"));
    assertThat(verify(ALICE).code()).isEqualTo(ReasonCode.TOO_LARGE);
  }

  @Test
  void sendsTheStoresPasswordToTheStoreOnly() {
    Answer secured =
        exchange -> {
          String header = exchange.getRequestHeaders().getFirst("Authorization");
          (header == null
                  ? Answer.status(401).withHeader("WWW-Authenticate", "Basic realm=\"s\"")
                  : signature("ok-alice"))
              .send(exchange);
        };
    server.answer(STORED + 1, secured);

    assertThat(verify(ALICE)).isInstanceOf(Verdict.Trusted.class);
    assertThat(
            server.requests().stream()
                .filter(request -> request.header("authorization").isPresent())
                .map(ReceivedRequest::path))
        .isNotEmpty()
        .allMatch(path -> path.startsWith("/store/"));
  }

  /** As docker-registry 2.8.2 sends them to a client that names their types. */
  @ParameterizedTest
  @CsvSource({
    "index.json, application/vnd.oci.image.index.v1+json,"
        + " df7049fdb401480977e677e4a9ac3a933ccbc6acf90774d217d4d39ad361e00b",
    "list.json, application/vnd.docker.distribution.manifest.list.v2+json,"
        + " 586b8a0e4e15d0f6d0d3422df426cb1f69baa756e43a1f9be4bf3056b3f9a8e3",
  })
  void anIndexIsPinnedItselfAndNotOneOfItsImages(String file, String type, String hex)
      throws IOException {
    Path index = Path.of("src/test/resources/fixtures/registry", file);
    server.answer(MANIFEST, Answer.of(200, type + "; charset=utf-8", Files.readAllBytes(index)));

    assertThat(verify())
        .isInstanceOfSatisfying(
            Verdict.Trusted.class,
            trusted -> assertThat(trusted.digest()).contains(new Digest(hex)));
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void refusesWhatIsNoManifest() {
    manifest("application/vnd.docker.distribution.manifest.v1+prettyjws", "{}");
    assertRejected(verify(), ReasonCode.UNSUPPORTED, "schema 1");
    manifest("application/json", "{}");
    assertRejected(verify(), ReasonCode.MALFORMED, "not a manifest: application/json");
    manifest("; charset=utf-8", "{\"layers\":[]}");
    assertRejected(verify(), ReasonCode.MALFORMED, "not a manifest: no media type");
    manifest(OCI, "[]");
    assertRejected(verify(), ReasonCode.MALFORMED, "the manifest is not an object");
    manifest(OCI, "{\"manifests\":[]}");
    assertRejected(verify(), ReasonCode.MALFORMED, "not of its media type");
    manifest("application/vnd.oci.image.index.v1+json", "{\"layers\":[]}");
    assertRejected(verify(), ReasonCode.MALFORMED, "not of its media type");
    manifest(OCI, "{}");
    assertRejected(verify(), ReasonCode.MALFORMED, "not of its media type");
    manifest(OCI, "{\"layers\":[],\"mediaType\":\"" + OCI + "\"}");
    assertThat(verify()).isInstanceOf(Verdict.Trusted.class);
    manifest(OCI, "{\"layers\":[],\"manifests\":[]}");
    assertRejected(verify(), ReasonCode.MALFORMED, "not of its media type");
    manifest(OCI, "{\"layers\":[],\"Manifests\":[]}");
    assertRejected(verify(), ReasonCode.MALFORMED, "as one of another kind");
    manifest(OCI, "{\"layers\":[],\"fsLayers\":[]}");
    assertRejected(verify(), ReasonCode.MALFORMED, "as one of another kind");
    manifest(OCI, "{\"layers\":[],\"layers\":[]}");
    assertRejected(verify(), ReasonCode.MALFORMED, "occurs twice");
    manifest(OCI, "{\"layers\":[],\"mediaType\":\"application/json\"}");
    assertRejected(verify(), ReasonCode.MALFORMED, "states another media type");
    server.answer(MANIFEST, Answer.endless(OCI));
    assertRejected(verify(), ReasonCode.TOO_LARGE, "");
    server.answer(MANIFEST, Answer.status(404));
    assertRejected(verify(), ReasonCode.NOT_FOUND, "holds no manifest v1");
    server.answer(MANIFEST, Answer.status(403));
    assertRejected(verify(), ReasonCode.UNAUTHORIZED, "");
    server.answer(MANIFEST, Answer.status(500));
    assertThat(verify().code()).isEqualTo(ReasonCode.UNAVAILABLE);
  }

  @Test
  void refusesContentThatIsNotTheOneAskedFor() {
    server.answer(
        "/v2/team/app/manifests/" + SimpleFixtures.manifest(),
        Answer.of(200, OCI, "{\"layers\":[]}")
            .withHeader("Docker-Content-Digest", SimpleFixtures.manifest().toString()));

    assertRejected(
        verify("@" + SimpleFixtures.manifest()), ReasonCode.DIGEST_MISMATCH, "has the digest");
  }

  private Verdict verify(SignatureRequest.Signer... signers) {
    return verify(":v1", signers);
  }

  private Verdict verify(String suffix, SignatureRequest.Signer... signers) {
    return verifier()
        .verify(
            new SignatureRequest(
                ImageReference.of(server.host() + "/team/app" + suffix),
                SimpleFixtures.IMAGE,
                List.of(signers),
                Optional.of(
                    new SignatureStore(
                        server.uri("/store/"), List.of(new Credentials.Basic("store", "pw")))),
                List.of()),
            RequestContext.unrecorded(Deadline.after(Duration.ofSeconds(50))));
  }

  private SimpleSigningVerifier verifier() {
    return new SimpleSigningVerifier(
        new TokenReader(transport, TokenSettings.none(), InstantSource.system()),
        RegistryHosts.standard(),
        InstantSource.fixed(SimpleFixtures.NOW));
  }

  private void store(String... names) {
    for (int i = 0; i < names.length; i++) {
      server.answer(STORED + (i + 1), signature(names[i]));
    }
  }

  private void list(String content) {
    server.answer(
        "/extensions/v2/team/app/signatures/" + SimpleFixtures.manifest(), Answer.json(content));
  }

  private void manifest(String type, String content) {
    server.answer(MANIFEST, Answer.of(200, type, content));
  }

  private static Answer signature(String name) {
    return Answer.of(200, "application/octet-stream", SimpleFixtures.signature(name));
  }

  private static String entry(String version, String signature) {
    return "{%s,\"name\":\"n\",\"type\":\"atomic\",\"content\":\"%s\"}"
        .formatted(
            version,
            new String(Base64.getEncoder().encode(SimpleFixtures.signature(signature)), UTF_8));
  }

  private static SignatureRequest.Signer signer(String file) {
    return new SignatureRequest.Signer(
        SimpleFixtures.keyring(file), new SignedIdentity.MatchRepoDigestOrExact());
  }

  private static void assertRejected(Verdict verdict, ReasonCode code, String part) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Rejected.class,
            rejected -> {
              assertThat(rejected.code()).as(rejected.message()).isEqualTo(code);
              assertThat(rejected.message()).contains(part);
            });
  }
}
