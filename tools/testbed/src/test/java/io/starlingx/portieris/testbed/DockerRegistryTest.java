/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
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

  @Test
  void tokenOfItsServiceOpensOneRepository() throws Exception {
    PushedImage image;
    try (DockerRegistry open = DockerRegistry.start(directory.resolve("token"), authority)) {
      image = open.push("team/app", "v1", "first");
      open.push("team/other", "v1", "second");
    }
    try (TokenService service = TokenService.start(authority, "alice", "secret");
        DockerRegistry closed =
            DockerRegistry.start(directory.resolve("token"), authority, service.access())) {
      assertThat(getManifest(closed, image, "v1").headers().firstValue("WWW-Authenticate"))
          .contains(
              "Bearer realm=\"%s\",service=\"testbed-registry\",scope=\"repository:team/app:pull\""
                  .formatted(service.realm()));

      String token = token(service, "repository:team/app:pull");

      assertThat(status(closed, "team/app", token)).isEqualTo(200);
      assertThat(status(closed, "team/other", token)).isEqualTo(401);
    }
  }

  @Test
  void tokenServiceRefusesAWrongPassword() throws Exception {
    try (TokenService service = TokenService.start(authority, "alice", "other")) {
      assertThat(askFor(service, "repository:team/app:pull").statusCode()).isEqualTo(401);
    }
  }

  private String token(TokenService service, String scope) throws Exception {
    return new ObjectMapper().readTree(askFor(service, scope).body()).path("token").asText();
  }

  private HttpResponse<String> askFor(TokenService service, String scope) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(service.realm() + "?service=x&scope=" + scope))
            .header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString("alice:secret".getBytes(US_ASCII)))
            .build(),
        BodyHandlers.ofString());
  }

  private int status(DockerRegistry from, String repository, String token) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(from.url().resolve("/v2/" + repository + "/tags/list"))
                .header("Authorization", "Bearer " + token)
                .build(),
            BodyHandlers.discarding())
        .statusCode();
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
