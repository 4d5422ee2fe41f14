/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.testbed.DockerRegistry;
import io.starlingx.portieris.testbed.PushedImage;
import io.starlingx.portieris.testbed.RegistryAccess;
import io.starlingx.portieris.testbed.TestAuthority;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Copies between real registries. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageCopyTest {

  private static final String INDEX = "application/vnd.oci.image.index.v1+json";

  private final TestAuthority authority;
  private final DockerRegistry here;
  private final DockerRegistry there;
  private final HttpClient client;

  ImageCopyTest(@TempDir Path directory) {
    authority = TestAuthority.create(directory.resolve("tls"));
    here = DockerRegistry.start(directory.resolve("here"), authority);
    there =
        DockerRegistry.start(
            directory.resolve("there"), authority, new RegistryAccess.Password("sysinv", "secret"));
    client = HttpClient.newBuilder().sslContext(authority.clientContext()).build();
  }

  @AfterAll
  void stop() {
    client.close();
    there.close();
    here.close();
  }

  @Test
  void keepsTheDigest() throws Exception {
    PushedImage image = here.push("team/app", "v1", "one");

    PushResult result = copy("team/app", "v1", "icr.io/team/app").orElseThrow();

    assertThat(result.digest()).isEqualTo(image.digest());
    assertThat(digest("icr.io/team/app", "v1")).isEqualTo(image.digest());
  }

  @Test
  void copiesEveryArchitectureOfAnIndex() throws Exception {
    PushedImage one = here.push("team/multi", "amd64", "amd64");
    PushedImage two = here.push("team/multi", "arm64", "arm64");
    byte[] index =
        """
        {"schemaVersion": 2, "mediaType": "%s", "manifests": [
          {"mediaType": "%s", "digest": "%s", "size": %d},
          {"mediaType": "%s", "digest": "%s", "size": %d}]}"""
            .formatted(
                INDEX,
                one.mediaType(),
                one.digest(),
                one.size(),
                two.mediaType(),
                two.digest(),
                two.size())
            .getBytes(StandardCharsets.UTF_8);
    PushedImage all = here.pushManifest("team/multi", "v1", INDEX, index);

    assertThat(copy("team/multi", "v1", "mirror/multi").orElseThrow().digest())
        .isEqualTo(all.digest());

    assertThat(digest("mirror/multi", one.digest())).isEqualTo(one.digest());
    assertThat(digest("mirror/multi", two.digest())).isEqualTo(two.digest());
  }

  @Test
  void whatIsThereIsNotCopiedAgain() throws Exception {
    here.push("team/twice", "v1", "first");
    assertThat(copy("team/twice", "v1", "mirror/twice")).isPresent();
    String before = digest("mirror/twice", "v1");
    here.push("team/twice", "v1", "moved");

    assertThat(copy("team/twice", "v1", "mirror/twice")).isEmpty();
    assertThat(digest("mirror/twice", "v1")).isEqualTo(before);
  }

  @Test
  void pullsByDigest() throws Exception {
    PushedImage signed = here.push("team/pinned", "v1", "signed");
    here.push("team/pinned", "v1", "moved");

    assertThat(copy("team/pinned", signed.digest(), "mirror/pinned").orElseThrow().digest())
        .isEqualTo(signed.digest());
  }

  @Test
  void anAbsentImageNamesItsSource() {
    assertThatThrownBy(() -> copy("team/none", "v1", "mirror/none"))
        .isInstanceOf(PushException.class)
        .hasMessageContaining("the manifest v1 of " + here.host() + "/team/none:v1");
  }

  @Test
  void aRefusedPushLeavesNoTag() throws Exception {
    here.push("team/refused", "v1", "x");
    PushSettings wrong = settings(new PushCredentials.Password("sysinv", "wrong"));

    assertThatThrownBy(
            () ->
                new ImageCopy(
                        settings(new PushCredentials.Anonymous()), wrong, PushProgress.silent())
                    .copy(
                        new ImageSource(here.host(), "team/refused", "v1"),
                        new PushTarget(there.host(), "mirror/refused", "v1")))
        .isInstanceOf(PushException.class)
        .hasMessageContaining("refused user sysinv");
  }

  @Test
  void readsReferencesAsContainerEnginesDo() {
    assertThat(ImageSource.parse("docker.io/nginx:1").toString())
        .isEqualTo("registry-1.docker.io/library/nginx:1");
    assertThat(ImageSource.parse("my.reg:5000/a/b").toString()).isEqualTo("my.reg:5000/a/b:latest");
    String digest = "sha256:" + "a".repeat(64);
    assertThat(ImageSource.parse("icr.io/a:v1@" + digest).reference()).isEqualTo(digest);
    assertThatIllegalArgumentException().isThrownBy(() -> ImageSource.parse("nginx"));
  }

  private Optional<PushResult> copy(String repository, String reference, String to)
      throws PushException {
    return new ImageCopy(
            settings(new PushCredentials.Anonymous()),
            settings(new PushCredentials.Password("sysinv", "secret")),
            PushProgress.silent())
        .copy(
            new ImageSource(here.host(), repository, reference),
            new PushTarget(there.host(), to, "v1"));
  }

  private PushSettings settings(PushCredentials credentials) {
    return new PushSettings(
        credentials, List.of(authority.certificate()), List.of(), Optional.empty(), time -> {});
  }

  private String digest(String repository, String reference)
      throws IOException, InterruptedException {
    String basic =
        Base64.getEncoder().encodeToString("sysinv:secret".getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "https://" + there.host() + "/v2/" + repository + "/manifests/" + reference))
            .header("Accept", RemoteImage.TYPES)
            .header("Authorization", "Basic " + basic)
            .build();
    return client
        .send(request, BodyHandlers.discarding())
        .headers()
        .firstValue("Docker-Content-Digest")
        .orElse("");
  }
}
