/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole lives of an application on a real API server. */
class SystemLifecycleTest extends DemoOnPlainCluster {

  private static final String CRD =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata:
        name: things.demo.example.com
      spec:
        group: demo.example.com
        scope: Cluster
        names: {kind: Thing, plural: things, singular: thing}
        versions:
          - name: v1
            served: true
            storage: true
            schema:
              openAPIV3Schema:
                type: object
                description: FIRST
      """;

  SystemLifecycleTest(PlainCluster cluster, @TempDir Path directory) {
    super(cluster, directory);
  }

  @Test
  void uploadsOverridesAppliesRemovesAndDeletes() throws IOException {
    Path tarball = new DemoTarball().write(directory);

    SystemRun uploaded = system.run("application-upload", tarball.toString());
    assertThat(uploaded.code()).as(uploaded.err()).isZero();
    assertThat(uploaded.out())
        .isEqualTo(
            """
            +---------------+----------------------------------+
            | Property      | Value                            |
            +---------------+----------------------------------+
            | active        | False                            |
            | app_version   | 1.0-1                            |
            | created_at    | 2026-11-22T02:58:46.035534+00:00 |
            | manifest_file | fluxcd-manifests                 |
            | manifest_name | demo-fluxcd-manifests            |
            | name          | demo                             |
            | progress      | None                             |
            | status        | uploading                        |
            | updated_at    | None                             |
            +---------------+----------------------------------+
            Please use 'system application-list' or 'system application-show demo' to view the current progress.
            """);
    assertThat(uploaded.err())
        .contains("demo: validating and uploading charts")
        .endsWith("demo: uploaded: completed\n");
    assertThat(system.run("application-upload", tarball.toString()).err())
        .isEqualTo("Application-upload rejected: application demo already exists.\n");
    assertThat(system.run("application-remove", "demo").err())
        .isEqualTo(
            "Application-remove rejected: operation is not allowed while the current status is"
                + " uploaded.\n");

    SystemRun applied = system.run("application-apply", "demo");
    assertThat(applied.code()).as(applied.err()).isZero();
    assertThat(applied.err())
        .contains("demo: generating application overrides\n")
        .contains("demo: applying application manifest\n")
        .contains("demo: Applying app demo. Overall completion: 0%\n")
        .contains("demo: Applying app demo. Chart demo applied. Overall completion: 100%\n")
        .endsWith("demo: applied: completed\n");
    assertThat(data()).containsEntry("static", "s").containsEntry("chart", "c");
    assertThat(system.run("application-list").out())
        .isEqualTo(
            """
            +-------------+---------+-----------------------+------------------+---------+-----------+
            | application | version | manifest name         | manifest file    | status  | progress  |
            +-------------+---------+-----------------------+------------------+---------+-----------+
            | demo        | 1.0-1   | demo-fluxcd-manifests | fluxcd-manifests | applied | completed |
            +-------------+---------+-----------------------+------------------+---------+-----------+
            """);
    assertThat(system.run("application-delete", "demo").err())
        .isEqualTo(
            "Application-delete rejected: operation is not allowed while the current status is"
                + " applied.\n");

    SystemRun overridden =
        system.run("helm-override-update", "demo", "demo", "demo-space", "--set", "data.user=007");
    assertThat(overridden.out()).contains("user: \"007\"");
    assertThat(data()).doesNotContainKey("user");
    assertThat(system.run("application-apply", "demo").code()).isZero();
    assertThat(data()).containsEntry("user", "007").containsEntry("static", "s");

    SystemRun removed = system.run("application-remove", "demo");
    assertThat(removed.code()).as(removed.err()).isZero();
    assertThat(removed.err()).contains("demo: deleting application manifest");
    assertThat(client.configMaps().inNamespace("demo-space").withName("demo-demo").get()).isNull();
    assertThat(system.show("demo", "active")).isEqualTo("False");
    assertThat(system.run("application-delete", "demo").out())
        .isEqualTo("Application demo deleted.\n");
    assertThat(system.run("application-list").out()).isEqualTo("\n");
    try (Stream<Path> trees = Files.list(system.state().resolve("trees"))) {
      assertThat(trees).isEmpty();
    }
  }

  @Test
  void aWrongTemplateFailsTheUploadWithItsReason() throws IOException {
    SystemRun uploaded =
        upload(new DemoTarball().chart("templates/wrong.yaml", "a: {{ .Values.x | nofunc }}\n"));

    assertThat(uploaded.code()).isEqualTo(1);
    assertThat(system.show("demo", "status")).isEqualTo("upload-failed");
    assertThat(system.show("demo", "progress"))
        .startsWith(
            "Upload of application demo (1.0-1) failed: one or more charts failed validation.")
        .contains("demo/templates/wrong.yaml:1")
        .contains("function \"nofunc\" not defined");
    assertThat(system.run("application-apply", "demo").err())
        .contains("operation is not allowed while the current status is upload-failed.");
    assertThat(system.run("helm-override-list", "demo").err())
        .contains("The app is currently in upload-failed state. Try deleting the app");
  }

  @Test
  void aRejectedTarballLeavesTheStateAsItWas() throws IOException {
    byte[] whole = new DemoTarball().bytes();
    Path half = Files.write(directory.resolve("half.tgz"), Arrays.copyOf(whole, whole.length / 2));
    system.run("application-list");
    List<Path> before = files();

    SystemRun cut = system.run("application-upload", half.toString());
    SystemRun changed =
        upload(
            new DemoTarball()
                .file("checksum.md5", "00000000000000000000000000000000  ./metadata.yaml\n"));

    assertThat(cut.code()).isEqualTo(1);
    assertThat(cut.err())
        .startsWith("Application-upload rejected: failed to extract tar file half.tgz.");
    assertThat(changed.code()).isEqualTo(1);
    assertThat(changed.err())
        .startsWith("Application-upload rejected: checksum validation failed.")
        .contains("metadata.yaml");
    assertThat(files()).isEqualTo(before);
    assertThat(system.run("application-list").out()).isEqualTo("\n");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(system.state())) {
      return files.filter(file -> !file.endsWith("trees")).sorted().toList();
    }
  }

  @Test
  void chartsWithoutImagesFailTheUpload() throws IOException {
    upload(new DemoTarball().chart("values.yaml", "data: {}\n"));

    assertThat(system.show("demo", "progress"))
        .isEqualTo("Upload of application demo (1.0-1) failed: charts specify no docker images.");
  }

  @Test
  void aChartThatAnotherApplicationHasWithOtherContentFailsTheUpload() throws IOException {
    upload(new DemoTarball());

    upload(named("same"));
    upload(named("other").chart("templates/more.yaml", "# another chart"));
    upload(named("apart", "helm_repo: stx-platform").chart("templates/more.yaml", "# elsewhere"));

    assertThat(system.show("same", "status")).isEqualTo("uploaded");
    assertThat(system.show("other", "progress"))
        .isEqualTo(
            "Upload of application other (1.0-1) failed: The incoming chart demo-1.0.0.tgz matches"
                + " the same version of an existing chart in the starlingx repository that has a"
                + " different implementation.");
    assertThat(system.show("apart", "status")).isEqualTo("uploaded");
    List.of("same", "other", "apart").forEach(system::discard);
  }

  private static DemoTarball named(String name, String... metadata) {
    return new DemoTarball()
        .file(
            "metadata.yaml",
            """
            app_name: %s
            app_version: "1.0-1"
            supported_k8s_version: {minimum: "1.24.4"}
            """
                    .formatted(name)
                + String.join("\n", metadata));
  }

  @Test
  void aFailureOfHelmIsToldAndTheNextApplyRepairsIt() throws IOException {
    upload(new DemoTarball());
    system.run("helm-override-update", "demo", "demo", "demo-space", "--set", "data.Bad Key=x");

    SystemRun failed = system.run("application-apply", "demo");

    assertThat(failed.code()).isEqualTo(1);
    assertThat(system.show("demo", "status")).isEqualTo("apply-failed");
    assertThat(system.show("demo", "progress"))
        .startsWith("Failed to apply helm release \"demo\": ")
        .contains("Bad Key")
        .hasSizeLessThanOrEqualTo(255);
    assertThat(failed.err()).contains("Log: " + system.state().resolve("log/demo.log"));
    assertThat(Files.readString(system.state().resolve("log/demo.log"))).contains("Bad Key");

    system.run("helm-override-delete", "demo", "demo", "demo-space");
    assertThat(system.run("application-apply", "demo").code()).isZero();
  }

  @Test
  void refusesAClusterThatTheApplicationDoesNotSupport() throws IOException {
    upload(
        new DemoTarball()
            .file(
                "metadata.yaml",
                """
                app_name: demo
                app_version: "1.0-1"
                supported_k8s_version: {minimum: "1.24.4", maximum: v1.25.0}
                """));

    assertThat(system.run("application-apply", "demo").err())
        .matches(
            "Application-apply rejected: The application demo \\(1\\.0-1\\) is incompatible with"
                + " the current Kubernetes version v1\\.\\d+\\.\\d+\\S*\\.\n");
    assertThat(system.show("demo", "status")).isEqualTo("uploaded");
  }

  @Test
  void replacesDefinitionsBeforeTheRelease() throws IOException {
    String replace = "install: {crds: CreateReplace}\nupgrade: {crds: CreateReplace}";
    upload(new DemoTarball().release(replace).chart("crds/things.yaml", CRD));
    assertThat(system.run("application-apply", "demo").code()).isZero();
    clean();
    upload(
        new DemoTarball()
            .release(replace)
            .chart("crds/things.yaml", CRD.replace("FIRST", "SECOND")));

    assertThat(system.run("application-apply", "demo").code()).isZero();

    assertThat(
            client
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("things.demo.example.com")
                .get()
                .getSpec()
                .getVersions()
                .getFirst()
                .getSchema()
                .getOpenAPIV3Schema()
                .getDescription())
        .isEqualTo("SECOND");
  }

  @Test
  void copiesTheRegistryKeyOfThePlatformAndTakesItAway() throws IOException {
    client
        .secrets()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("default-registry-key")
                .withNamespace("kube-system")
                .endMetadata()
                .withType("kubernetes.io/dockerconfigjson")
                .withStringData(Map.of(".dockerconfigjson", "{\"auths\": {}}"))
                .build())
        .create();
    upload(new DemoTarball());
    system.run("application-apply", "demo");
    assertThat(registryKey()).hasSize(1);

    system.run("application-remove", "demo");

    assertThat(registryKey()).isEmpty();
    client.secrets().inNamespace("kube-system").withName("default-registry-key").delete();
  }

  private List<?> registryKey() {
    return client
        .secrets()
        .inNamespace("demo-space")
        .withField("metadata.name", "default-registry-key")
        .list()
        .getItems();
  }

  private Map<String, String> data() {
    ConfigMap shown = client.configMaps().inNamespace("demo-space").withName("demo-demo").get();
    return shown.getData();
  }

  private SystemRun upload(DemoTarball tarball) throws IOException {
    return system.run("application-upload", tarball.write(directory).toString());
  }
}
