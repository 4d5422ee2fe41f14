/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.testbed.ControlPlane;
import io.starlingx.portieris.testbed.DockerRegistry;
import io.starlingx.portieris.testbed.PushedImage;
import io.starlingx.portieris.testbed.RegistryAccess;
import io.starlingx.portieris.testbed.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Images copied to a registry of choice, and pods that are told so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SystemMirrorTest {

  private static final String BASIC =
      Base64.getEncoder().encodeToString("sysinv:secret".getBytes(StandardCharsets.UTF_8));

  private final ControlPlane cluster;
  private final KubernetesClient client;
  private final TestAuthority authority;
  private final DockerRegistry there;
  private final DockerRegistry here;
  private final HttpClient http;
  @TempDir Path directory;

  SystemMirrorTest(@TempDir Path root) {
    cluster = ControlPlane.start(root.resolve("cluster"));
    client = cluster.client();
    authority = TestAuthority.create(root.resolve("tls"));
    there = DockerRegistry.start(root.resolve("there"), authority);
    here =
        DockerRegistry.start(
            root.resolve("here"), authority, new RegistryAccess.Password("sysinv", "secret"));
    http = HttpClient.newBuilder().sslContext(authority.clientContext()).build();
  }

  @AfterEach
  void clean() {
    run("application-remove", "demo", "--force");
    run("application-delete", "demo", "--force");
  }

  @AfterAll
  void stop() {
    http.close();
    here.close();
    there.close();
    client.close();
    cluster.close();
  }

  @Test
  void copiesImagesAndNamesThemInTheRegistry() throws Exception {
    PushedImage image = there.push("team/app", "v1", "one");
    upload("team/app");

    SystemRun applied = run("application-apply", "demo");

    assertThat(applied.code()).as(applied.err()).isZero();
    assertThat(applied.err()).contains("demo: retrieving docker images\n");
    assertThat(digest("localhost/team/app", "v1")).isEqualTo(image.digest());
    assertThat(deployed()).isEqualTo(here.host() + "/localhost/team/app");
    assertThat(client.secrets().inNamespace("demo-space").withName("default-registry-key").get())
        .satisfies(
            secret ->
                assertThat(
                        new String(
                            Base64.getDecoder().decode(secret.getData().get(".dockerconfigjson")),
                            StandardCharsets.UTF_8))
                    .isEqualTo(
                        "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(here.host(), BASIC)));
  }

  @Test
  void anUploadWithImagesCopiesThemAtOnce() throws Exception {
    PushedImage image = there.push("team/early", "v1", "at upload");

    SystemRun uploaded = upload("team/early", "--images");

    assertThat(uploaded.err())
        .contains("demo: validating and uploading charts\ndemo: retrieving docker images\n")
        .endsWith("demo: uploaded: completed\n");
    assertThat(digest("localhost/team/early", "v1")).isEqualTo(image.digest());
  }

  @Test
  void anUploadFailsWhoseImageCannotBeCopied() throws Exception {
    SystemRun failed = run(arguments("team/absent", "--images"));

    assertThat(failed.code()).isOne();
    assertThat(failed.err())
        .contains(
            "demo: upload-failed: Upload of application demo (1.0-1) failed: Failed to download"
                + " image: "
                + there.host()
                + "/team/absent:v1");
  }

  @Test
  void imagesAreOnlyCopiedWhereThereIsARegistry() throws Exception {
    SystemRun uploaded = plain(arguments("team/absent", "--images"));

    assertThat(uploaded.code()).as(uploaded.err()).isZero();
    assertThat(uploaded.err())
        .startsWith("--images has no effect: without --registry, images stay where they are.\n")
        .doesNotContain("retrieving");
  }

  @Test
  void imagesOfUserOverridesAreCopiedAsWell() throws Exception {
    there.push("team/app", "v1", "one");
    PushedImage other = there.push("team/other", "v1", "other");
    upload("team/app");
    run(
        "helm-override-update",
        "demo",
        "demo",
        "demo-space",
        "--set",
        "image.repository=" + there.host() + "/team/other");

    assertThat(run("application-apply", "demo").code()).isZero();

    assertThat(digest("localhost/team/other", "v1")).isEqualTo(other.digest());
    assertThat(deployed()).isEqualTo(here.host() + "/localhost/team/other");
  }

  @Test
  void withoutARegistryTheNamesAreThoseOfTheTarballAgain() throws Exception {
    there.push("team/app", "v1", "one");
    upload("team/app");
    assertThat(run("application-apply", "demo").code()).isZero();

    assertThat(plain("application-apply", "demo").code()).isZero();

    assertThat(deployed()).isEqualTo(there.host() + "/team/app");
  }

  @Test
  void anImageThatCannotBeCopiedFailsTheApplyBeforeAnythingIsInstalled() throws Exception {
    upload("team/absent");

    SystemRun failed = run("application-apply", "demo");

    assertThat(failed.code()).isOne();
    assertThat(failed.err())
        .contains("Failed to download image: " + there.host() + "/team/absent:v1");
    assertThat(client.apps().deployments().inNamespace("demo-space").list().getItems()).isEmpty();
  }

  @Test
  void aMisspeltRegistryIsRefused() throws Exception {
    SystemRun run = plain("--registry=https://x/y", "application-list");

    assertThat(run.code()).isOne();
    assertThat(run.err()).contains("--registry https://x/y is not of the form HOST[:PORT]");
  }

  private SystemRun upload(String repository, String... options) throws IOException {
    SystemRun uploaded = run(arguments(repository, options));
    assertThat(uploaded.code()).as(uploaded.err()).isZero();
    return uploaded;
  }

  private String[] arguments(String repository, String... options) throws IOException {
    String tarball =
        new DemoTarball()
            .release("install: {disableWait: true}\nupgrade: {disableWait: true}")
            .chart(
                "values.yaml",
                """
                image: {repository: "%s/%s", tag: v1}
                deploy: true
                data: {}
                """
                    .formatted(there.host(), repository))
            .write(directory)
            .toString();
    return Stream.concat(Stream.of("application-upload", tarball), Stream.of(options))
        .toArray(String[]::new);
  }

  private String deployed() {
    return client
        .apps()
        .deployments()
        .inNamespace("demo-space")
        .withName("demo-demo")
        .get()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .getImage();
  }

  private String digest(String repository, String tag) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("https://" + here.host() + "/v2/" + repository + "/manifests/" + tag))
            .header("Accept", "application/vnd.oci.image.manifest.v1+json")
            .header("Authorization", "Basic " + BASIC)
            .build();
    return http.send(request, BodyHandlers.discarding())
        .headers()
        .firstValue("Docker-Content-Digest")
        .orElse("");
  }

  private SystemRun run(String... arguments) {
    try {
      Files.writeString(
          directory.resolve("config.json"),
          "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}".formatted(here.host(), BASIC));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> all =
        new ArrayList<>(
            List.of(
                "--registry=" + here.host(),
                "--registry-ca=" + authority.certificateFile(),
                "--docker-config=" + directory));
    all.addAll(List.of(arguments));
    return plain(all.toArray(String[]::new));
  }

  private SystemRun plain(String... arguments) {
    return SystemRun.of(cluster.kubeconfig(), directory.resolve("state"), arguments);
  }
}
