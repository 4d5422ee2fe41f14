/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.registry.Vendor.Tokens;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Artifactory, in what is its own way. */
class ArtifactoryQuirksTest extends VendorTest {
  private final Vendor byPath =
      Vendor.of(
          "art.test",
          Tokens.standard(
              "https://art.test/artifactory/api/docker/docker-local/v2/token", "art.test:443"),
          "alice",
          "key");

  @Test
  void byPathTheRepositoryKeyIsPartOfTheName() {
    VendorRegistry registry = start(byPath);

    assertRead(registry.pull("art.test/docker-local/app:1", login("art.test", "alice", "key")));
    assertThat(registry.server().count("/v2/docker-local/app/manifests/1")).isEqualTo(2);
    assertThat(VendorRegistry.parameters(onlyTokenRequest(registry)))
        .containsEntry("service", "art.test:443");
  }

  @Test
  void bySubDomainTheKeyIsPartOfTheHost() {
    VendorRegistry registry =
        start(
            Vendor.of(
                "docker-local.art.test",
                Tokens.standard(
                    "https://docker-local.art.test/v2/token", "docker-local.art.test:443"),
                "alice",
                "key"));

    assertRead(registry.pull("docker-local.art.test/app:1", login("*.art.test", "alice", "key")));
  }

  @Test
  void byPortTheTokenServiceIsOnThatPort() {
    VendorRegistry registry =
        start(
            Vendor.of(
                "art.test:5001",
                Tokens.standard("https://art.test:5001/v2/token", "art.test:5001"),
                "alice",
                "key"));

    assertRead(registry.pull("art.test:5001/app:1", login("art.test:5001", "alice", "key")));
    assertThat(onlyTokenRequest(registry).header("host")).contains("art.test:5001");
  }

  @Test
  void inTheCloudInstanceAndKeyAreOneHostName() {
    VendorRegistry registry =
        start(
            Vendor.of(
                "inst-docker-local.jfrog.test",
                Tokens.standard(
                    "https://inst-docker-local.jfrog.test/v2/token",
                    "inst-docker-local.jfrog.test"),
                "alice",
                "key"));

    assertRead(
        registry.pull(
            "inst-docker-local.jfrog.test/app:1",
            login("inst-docker-local.jfrog.test", "alice", "key")));
  }

  @Test
  void theScopeThatItNamesLacksTheRepositoryKeyAndIsNotUsed() {
    Vendor lacking =
        Vendor.of(
            "art.test",
            new Tokens(
                "https://art.test/v2/token",
                "art.test:443",
                "repository:app:pull",
                BOTH,
                "token",
                Set.of(),
                false),
            "alice",
            "key");
    VendorRegistry registry = start(lacking);

    assertRead(registry.pull("art.test/docker-local/app:1", login("art.test", "alice", "key")));
    assertThat(VendorRegistry.parameters(onlyTokenRequest(registry)))
        .containsEntry("scope", "repository:docker-local/app:pull");
  }

  private final Vendor behindProxy =
      Vendor.of(
          "art.test",
          Tokens.standard("https://internal.art.test/v2/token", "art.test:443"),
          "alice",
          "key");

  @Test
  void aRealmThatIsWrongBehindAProxyGetsNoCredentialUnlessListed() {
    VendorRegistry registry = start(behindProxy);

    assertThat(registry.pull("art.test/docker-local/app:1", login("art.test", "alice", "key")))
        .isInstanceOfSatisfying(
            ReadResult.Unauthorized.class,
            refused -> assertThat(refused.message()).contains("trust.tokenRealms"));
    assertThat(registry.tokenRequests()).allMatch(r -> r.header("authorization").isEmpty());
    assertRead(
        start(behindProxy, "internal.art.test")
            .pull("art.test/docker-local/app:1", login("art.test", "alice", "key")));
  }

  @Test
  void takesThePasswordItselfWhereItsTokenServiceMayNotHaveIt() {
    VendorRegistry registry = start(behindProxy.withPasswords());

    assertRead(registry.pull("art.test/docker-local/app:1", login("art.test", "alice", "key")));
    assertThat(registry.tokenRequests()).allMatch(r -> r.header("authorization").isEmpty());
  }
}
