/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.testbed.DockerRegistry;
import io.starlingx.portieris.testbed.PushedImage;
import io.starlingx.portieris.testbed.RegistryAccess;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Images of a real docker-registry that asks for a password, signed here, signatures in a store.
 */
@Timeout(300)
class RealRegistrySigningTest {

  @Test
  void aTagIsTrustedForTheContentThatWasSignedOnly(@TempDir Path directory) throws Exception {
    TestAuthority authority = TestAuthority.create(directory.resolve("ca"));
    try (DockerRegistry registry =
            DockerRegistry.start(
                directory.resolve("registry"),
                authority,
                new RegistryAccess.Password("alice", "secret"));
        FaultyServer store = FaultyServer.start(authority);
        HttpTransport transport = TestTransport.trusting(authority)) {
      PushedImage pushed = registry.push("team/app", "v1", "one");
      String name = registry.host() + "/team/app";
      store.answer("/", Answer.status(404));
      store.answer(
          "/team/app@" + pushed.digest().replace(':', '=') + "/signature-1",
          Answer.of(
              200, "application/octet-stream", BobsSignature.of(name + ":v1", pushed.digest())));
      SimpleSigningVerifier verifier =
          new SimpleSigningVerifier(
              new TokenReader(transport, TokenSettings.none(), InstantSource.system()),
              RegistryHosts.standard(),
              InstantSource.system());

      Verdict verdict = verify(verifier, name + ":v1", store, "secret");
      assertThat(verdict)
          .isInstanceOfSatisfying(
              Verdict.Trusted.class,
              trusted -> assertThat(trusted.digest().orElseThrow()).hasToString(pushed.digest()));
      assertThat(verify(verifier, name + "@" + pushed.digest(), store, "secret"))
          .isInstanceOf(Verdict.Trusted.class);
      assertThat(verify(verifier, name + ":v1", store, "wrong").code())
          .isEqualTo(ReasonCode.UNAUTHORIZED);
      assertThat(verify(verifier, name + ":v2", store, "secret").code())
          .isEqualTo(ReasonCode.NOT_FOUND);

      registry.push("team/app", "v2", "one");
      assertThat(verify(verifier, name + ":v2", store, "secret").code())
          .isEqualTo(ReasonCode.IDENTITY_MISMATCH);
      registry.push("team/app", "v1", "another");
      assertThat(verify(verifier, name + ":v1", store, "secret").code())
          .isEqualTo(ReasonCode.NO_SIGNATURE);
    }
  }

  private static Verdict verify(
      SimpleSigningVerifier verifier, String image, FaultyServer store, String password) {
    ImageReference reference = ImageReference.of(image);
    return verifier.verify(
        new SignatureRequest(
            reference,
            reference,
            List.of(
                new SignatureRequest.Signer(
                    SimpleFixtures.keyring("bob.pub.asc"),
                    new SignedIdentity.MatchRepoDigestOrExact())),
            Optional.of(new SignatureStore(store.uri(""), List.of())),
            List.of(new Credentials.Basic("alice", password))),
        RequestContext.unrecorded(Deadline.after(Duration.ofSeconds(60))));
  }
}
