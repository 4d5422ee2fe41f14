/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.testbed.TestAuthority;
import io.starlingx.portieris.testbed.http.Answer;
import io.starlingx.portieris.testbed.http.FaultyServer;
import io.starlingx.portieris.trust.http.AddressRule;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.HttpTransport;
import io.starlingx.portieris.trust.http.NamedHosts;
import io.starlingx.portieris.trust.http.ProxySettings;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.TestTransport;
import io.starlingx.portieris.trust.http.Transport;
import io.starlingx.portieris.trust.http.TransportSettings;
import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.policy.SigningRequirement.SignedIdentity;
import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.trust.registry.Credentials;
import io.starlingx.portieris.trust.registry.RegistryHosts;
import io.starlingx.portieris.trust.registry.TokenReader;
import io.starlingx.portieris.trust.registry.TokenSettings;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same signed image, reached in every way that an operator can set. */
@Timeout(60)
class RegistryAccessTest {

  private static final String OCI = "application/vnd.oci.image.manifest.v1+json";
  private static final AddressRule WEBHOOK = AddressRule.webhook(List.of(), List.of());

  @TempDir Path directory;

  private final List<AutoCloseable> open = new ArrayList<>();
  private TestAuthority authority;

  @BeforeEach
  void create() {
    authority = TestAuthority.create(directory);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : open.reversed()) {
      closeable.close();
    }
  }

  @Test
  void aListedRegistryIsSpokenToInTheClear() {
    FaultyServer server = image(FaultyServer.startPlain(), "%s/team/app:v1");
    RegistryHosts hosts = new RegistryHosts(List.of(server.host()), Map.of());

    assertTrusted(verify(direct(WEBHOOK), hosts, server.host() + "/team/app:v1"));
  }

  @Test
  void aListedRegistryIsSentNoCredential() {
    FaultyServer server = image(FaultyServer.startPlain(), "%s/team/app:v1");
    server.answer(
        "/v2/team/app/manifests/v1",
        Answer.status(401).withHeader("WWW-Authenticate", "Basic realm=\"x\""));
    RegistryHosts hosts = new RegistryHosts(List.of(server.host()), Map.of());

    Verdict verdict =
        verify(
            direct(WEBHOOK),
            hosts,
            server.host() + "/team/app:v1",
            new Credentials.Basic("alice", "secret"));

    assertThat(verdict.code()).isEqualTo(ReasonCode.UNAUTHORIZED);
    assertThat(server.requests()).noneMatch(r -> r.header("authorization").isPresent());
  }

  @Test
  void noOtherRegistryIsEverSpokenToInTheClear() {
    FaultyServer server = image(FaultyServer.startPlain(), "%s/team/app:v1");
    RegistryHosts hosts = new RegistryHosts(List.of("localhost:1"), Map.of());

    assertThat(verify(direct(AddressRule.allowAll()), hosts, server.host() + "/team/app:v1").code())
        .isEqualTo(ReasonCode.UNAVAILABLE);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aRegistrysOwnAuthorityVouchesForThatRegistryOnly() {
    FaultyServer own = image(FaultyServer.start(authority), "%s/team/app:v1");
    FaultyServer other = image(FaultyServer.start(authority), "%s/team/app:v1");
    RegistryHosts hosts =
        new RegistryHosts(List.of(), Map.of(own.host(), List.of(authority.certificate())));
    Transport transport = direct(List.of(), AddressRule.allowAll());

    assertTrusted(verify(transport, hosts, own.host() + "/team/app:v1"));
    assertThat(verify(transport, hosts, other.host() + "/team/app:v1"))
        .isInstanceOfSatisfying(
            Verdict.Unavailable.class,
            unavailable ->
                assertThat(unavailable.message()).contains("not signed by a trusted authority"));
  }

  @Test
  void anImageNameCannotLeadToThisHost() {
    FaultyServer server = image(FaultyServer.start(authority), "%s/team/app:v1");

    assertThat(verify(direct(WEBHOOK), RegistryHosts.standard(), server.host() + "/team/app:v1"))
        .isInstanceOfSatisfying(
            Verdict.Unavailable.class,
            unavailable -> assertThat(unavailable.message()).contains("trust.allowedAddresses"));
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aRegistryMayBeAnIpv6Address() {
    FaultyServer server = image(FaultyServer.startOnIpv6(authority), "%s/team/app:v1");
    CredentialStore store =
        CredentialStore.of(
            List.of(
                "{\"auths\":{\"%s\":{\"username\":\"a\",\"password\":\"b\"}}}"
                    .formatted(server.host())
                    .getBytes(StandardCharsets.UTF_8)));
    String name = server.host() + "/team/app";
    server.answer(
        "/v2/team/app/manifests/v1",
        exchange ->
            (exchange.getRequestHeaders().containsKey("Authorization")
                    ? manifest()
                    : Answer.status(401).withHeader("WWW-Authenticate", "Basic realm=\"x\""))
                .send(exchange));

    assertTrusted(
        verify(
            direct(AddressRule.allowAll()),
            RegistryHosts.standard(),
            name + ":v1",
            store.matching(name).toArray(Credentials[]::new)));
  }

  @Test
  void aMirroredImageIsVerifiedAsItsOriginalAndPulledFromTheMirror() {
    FaultyServer server = image(FaultyServer.start(authority), "icr.io/team/app:v1");
    server.answer("/v2/icr.io/team/app/manifests/v1", manifest());
    String pulled = server.host() + "/icr.io/team/app:v1";

    Verdict verdict =
        verifier(direct(AddressRule.allowAll()), RegistryHosts.standard())
            .verify(
                request(server, ImageReference.of(pulled), ImageReference.of("icr.io/team/app:v1")),
                context());

    assertTrusted(verdict);
    assertThat(
            verify(direct(AddressRule.allowAll()), RegistryHosts.standard(), server, pulled).code())
        .isEqualTo(ReasonCode.NO_SIGNATURE);
  }

  @Test
  void everythingGoesThroughTheProxyWhereOneIsSet() {
    FaultyServer server =
        image(
            FaultyServer.start(authority, "registry.test", "store.test"),
            "registry.test/team/app:v1");
    NamedHosts hosts = new NamedHosts(server.port(), authority.certificate());
    open.add(hosts);
    ImageReference image = ImageReference.of("registry.test/team/app:v1");

    Verdict verdict =
        verifier(hosts.transport(), RegistryHosts.standard())
            .verify(
                new SignatureRequest(
                    image,
                    image,
                    List.of(bob()),
                    Optional.of(
                        new SignatureStore(
                            java.net.URI.create("https://store.test/store"), List.of())),
                    List.of()),
                context());

    assertTrusted(verdict);
    assertThat(server.requests())
        .extracting(request -> request.header("host").orElse(""))
        .contains("registry.test", "store.test");
  }

  /** Serves the image and a signature of it, for a reference that may name the server. */
  private FaultyServer image(FaultyServer server, String reference) {
    open.add(server);
    server.answer("/", Answer.status(404));
    server.answer("/v2/", Answer.json("{}"));
    server.answer("/v2/team/app/manifests/v1", manifest());
    server.answer(
        "/store/team/app@sha256=" + SimpleFixtures.manifest().hex() + "/signature-1",
        Answer.of(
            200,
            "application/octet-stream",
            BobsSignature.of(
                reference.formatted(server.host()), SimpleFixtures.manifest().toString())));
    return server;
  }

  private static Answer manifest() {
    return Answer.of(200, OCI, SimpleFixtures.bytes("manifest-v1.json"));
  }

  private Verdict verify(
      Transport transport, RegistryHosts hosts, String image, Credentials... credentials) {
    FaultyServer server = (FaultyServer) open.getFirst();
    return verify(transport, hosts, server, image, credentials);
  }

  private static Verdict verify(
      Transport transport,
      RegistryHosts hosts,
      FaultyServer store,
      String image,
      Credentials... credentials) {
    ImageReference reference = ImageReference.of(image);
    SignatureRequest request = request(store, reference, reference);
    return verifier(transport, hosts)
        .verify(
            new SignatureRequest(
                reference, reference, request.signers(), request.store(), List.of(credentials)),
            context());
  }

  private static SignatureRequest request(
      FaultyServer store, ImageReference image, ImageReference signed) {
    return new SignatureRequest(
        image,
        signed,
        List.of(bob()),
        Optional.of(new SignatureStore(store.uri("/store"), List.of())),
        List.of());
  }

  private static SimpleSigningVerifier verifier(Transport transport, RegistryHosts hosts) {
    return new SimpleSigningVerifier(
        new TokenReader(transport, TokenSettings.none(), InstantSource.system()),
        hosts,
        InstantSource.system());
  }

  private static SignatureRequest.Signer bob() {
    return new SignatureRequest.Signer(
        SimpleFixtures.keyring("bob.pub.asc"), new SignedIdentity.MatchRepoDigestOrExact());
  }

  private Transport direct(AddressRule addresses) {
    return direct(List.of(authority.certificate()), addresses);
  }

  private Transport direct(List<X509Certificate> authorities, AddressRule addresses) {
    HttpTransport transport =
        TestTransport.of(new TransportSettings(() -> authorities, ProxySettings.none(), addresses));
    open.add(transport);
    return transport;
  }

  private static RequestContext context() {
    return RequestContext.unrecorded(Deadline.after(Duration.ofSeconds(50)));
  }

  private static void assertTrusted(Verdict verdict) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Trusted.class,
            trusted -> assertThat(trusted.digest()).contains(SimpleFixtures.manifest()));
  }
}
