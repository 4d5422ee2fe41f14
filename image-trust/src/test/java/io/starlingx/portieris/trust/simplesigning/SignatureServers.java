/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.testbed.TestAuthority;
import io.starlingx.portieris.testbed.http.Answer;
import io.starlingx.portieris.testbed.http.FaultyServer;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.HttpTransport;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.TestTransport;
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
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A registry and a signature store that answer at will, asked over TLS. */
@Timeout(60)
abstract class SignatureServers {

  static final String OCI = "application/vnd.oci.image.manifest.v1+json";
  static final String MANIFEST = "/v2/team/app/manifests/v1";
  static final String STORED =
      "/store/team/app@sha256=" + SimpleFixtures.manifest().hex() + "/signature-";
  static final SignatureRequest.Signer ALICE = signer("alice.pub.asc");
  static final SignatureRequest.Signer BOB = signer("bob.pub.asc");

  @TempDir Path directory;

  FaultyServer server;
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

  Verdict verify(SignatureRequest.Signer... signers) {
    return verify(":v1", signers);
  }

  Verdict verify(String suffix, SignatureRequest.Signer... signers) {
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

  void store(String... names) {
    for (int i = 0; i < names.length; i++) {
      server.answer(STORED + (i + 1), signature(names[i]));
    }
  }

  void manifest(String type, String content) {
    server.answer(MANIFEST, Answer.of(200, type, content));
  }

  static Answer signature(String name) {
    return Answer.of(200, "application/octet-stream", SimpleFixtures.signature(name));
  }

  private static SignatureRequest.Signer signer(String file) {
    return new SignatureRequest.Signer(
        SimpleFixtures.keyring(file), new SignedIdentity.MatchRepoDigestOrExact());
  }

  static void assertRejected(Verdict verdict, ReasonCode code, String part) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Rejected.class,
            rejected -> {
              assertThat(rejected.code()).as(rejected.message()).isEqualTo(code);
              assertThat(rejected.message()).contains(part);
            });
  }
}
