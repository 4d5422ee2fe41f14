/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.testbed.http.Answer;
import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.registry.Vendor.Tokens;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** Docker Hub, in what is its own way. */
class DockerHubQuirksTest extends VendorTest {
  private final Vendor hub =
      Vendor.of(
          "registry-1.docker.io",
          Tokens.standard("https://auth.docker.io/token", "registry.docker.io"),
          "alice",
          "dckr_pat_1");

  @Test
  void anAccessTokenIsAPasswordUnderTheHistoricKey() {
    VendorRegistry registry = start(hub);

    assertRead(registry.pull("nginx", login("https://index.docker.io/v1/", "alice", "dckr_pat_1")));
    assertThat(onlyTokenRequest(registry).header("authorization"))
        .contains(VendorRegistry.basic("alice", "dckr_pat_1"));
  }

  @Test
  void aSingleWordIsInTheLibrary() {
    VendorRegistry registry = start(hub);

    registry.pull("nginx", login("docker.io", "alice", "dckr_pat_1"));

    assertThat(VendorRegistry.parameters(onlyTokenRequest(registry)))
        .containsEntry("scope", "repository:library/nginx:pull")
        .containsEntry("service", "registry.docker.io");
    assertThat(registry.server().count("/v2/library/nginx/manifests/latest")).isEqualTo(2);
  }

  @Test
  void theApiAnswersUnderAnotherHostThanTheName() {
    VendorRegistry registry = start(hub);

    assertRead(registry.pull("docker.io/team/app", login("docker.io", "alice", "dckr_pat_1")));
    assertThat(registry.server().requests().getFirst().header("host"))
        .contains("registry-1.docker.io");
  }

  @Test
  void aPullLimitIsNoRefusal() {
    VendorRegistry registry = start(hub);
    registry
        .server()
        .answer(
            "/v2/library/nginx/manifests/latest",
            Answer.status(429).withHeader("Retry-After", "3600"));

    assertThat(registry.pull("nginx", "{}")).isEqualTo(new ReadResult.OtherStatus(429));
  }

  @Test
  void theTrustServerHasAServiceOfItsOwn() {
    Vendor notary =
        Vendor.of(
            "notary.docker.io",
            Tokens.standard("https://auth.docker.io/token", "notary.docker.io"),
            "alice",
            "dckr_pat_1");
    VendorRegistry registry = start(notary);

    assertRead(
        registry.read(
            URI.create("https://notary.docker.io/v2/docker.io/library/nginx/_trust/tuf/root.json"),
            ImageReference.of("nginx"),
            login("https://index.docker.io/v1/", "alice", "dckr_pat_1")));
    assertThat(VendorRegistry.parameters(onlyTokenRequest(registry)))
        .containsEntry("service", "notary.docker.io");
  }
}
