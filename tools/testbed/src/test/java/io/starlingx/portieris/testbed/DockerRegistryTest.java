/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerRegistryTest {

  private final Path directory;
  private final TestAuthority authority;
  private final DockerRegistry registry;
  private final HttpClient client;

  DockerRegistryTest(@TempDir Path directory) {
    this.directory = directory;
    authority = TestAuthority.create(directory.resolve("tls"));
    registry = DockerRegistry.start(directory.resolve("registry"), authority);
    client = HttpClient.newBuilder().sslContext(authority.clientContext()).build();
  }

  @AfterAll
  void stop() {
    client.close();
    registry.close();
  }

  @Test
  void pushedImageIsServedByDigest() throws Exception {
    PushedImage image = registry.push("team/app", "v1", "first");

    HttpResponse<String> manifest = getManifest(registry, image, image.digest());

    assertThat(manifest.statusCode()).isEqualTo(200);
    assertThat(manifest.body().getBytes(StandardCharsets.UTF_8)).hasSize((int) image.size());
  }

  @Test
  void tagMovesToOtherContent() throws Exception {
    PushedImage first = registry.push("team/moved", "v1", "first");
    PushedImage second = registry.push("team/moved", "v1", "second");

    assertThat(second.digest()).isNotEqualTo(first.digest());
    assertThat(getManifest(registry, second, "v1").headers().firstValue("Docker-Content-Digest"))
        .contains(second.digest());
    assertThat(getManifest(registry, first, first.digest()).statusCode()).isEqualTo(200);
  }

  @Test
  void sameContentGivesSameDigest() {
    assertThat(registry.push("team/one", "v1", "same").digest())
        .isEqualTo(registry.push("team/two", "v2", "same").digest());
  }

  @Test
  void passwordKeepsStrangersOutAndLetsThePusherIn() throws Exception {
    try (DockerRegistry closed =
        DockerRegistry.start(
            directory.resolve("closed"),
            authority,
            new RegistryAccess.Password("alice", "secret"))) {
      PushedImage image = closed.push("team/app", "v1", "first");

      HttpResponse<String> stranger = getManifest(closed, image, "v1");

      assertThat(stranger.statusCode()).isEqualTo(401);
      assertThat(stranger.headers().firstValue("WWW-Authenticate"))
          .contains("Basic realm=\"testbed\"");
    }
  }

  private HttpResponse<String> getManifest(DockerRegistry from, PushedImage image, String reference)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(
                from.url().resolve("/v2/" + image.repository() + "/manifests/" + reference))
            .header("Accept", image.mediaType())
            .build(),
        BodyHandlers.ofString());
  }
}
