/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Updates of an application on a real API server. */
class SystemUpdateTest extends DemoOnPlainCluster {

  private static final String BROKEN = "{{ fail \"this version cannot be installed\" }}";

  SystemUpdateTest(PlainCluster cluster, @TempDir Path directory) {
    super(cluster, directory);
  }

  @Test
  void takesTheUsersValuesOverAndLeavesNothingOfTheFormerVersion() throws IOException {
    apply(new DemoTarball().second("more"));
    system.run("helm-override-update", "demo", "demo", "demo-space", "--set", "data.user=u");
    system.run("helm-chart-attribute-modify", "--enabled", "false", "demo", "more", "demo-space");

    SystemRun updated = update(version("2.0-1", "maintain_user_overrides: true"));

    assertThat(updated.code()).as(updated.err()).isZero();
    assertThat(updated.out()).contains("| status        | updating ").contains("| 2.0-1 ");
    assertThat(updated.err())
        .contains("demo: Application update starting.\n")
        .contains("demo: validating and uploading charts\n")
        .contains("demo: applying application manifest\n")
        .contains("demo: cleanup application version 1.0-1\n")
        .endsWith(
            "demo: applied: Application update from version 1.0-1 to version 2.0-1 completed.\n");
    assertThat(data("demo-demo")).containsEntry("user", "u").containsEntry("chart", "2.0-1");
    assertThat(client.configMaps().inNamespace("demo-space").withName("demo-more").get()).isNull();
    assertThat(system.show("demo", "active")).isEqualTo("True");
    assertThat(system.run("helm-override-list", "demo").out()).doesNotContain("more");
    assertThat(system.trees()).isOne();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "maintain_user_overrides: true, -, u",
        "maintain_user_overrides: false, -, -",
        "maintain_user_overrides: true, false, -",
        "maintain_user_overrides: false, True, u",
      })
  void whetherUserValuesAreTakenOverIsTheUsersWordThenTheMetadatas(
      String metadata, String reuse, String expected) throws IOException {
    apply(new DemoTarball());
    system.run("helm-override-update", "demo", "demo", "demo-space", "--set", "data.user=u");

    DemoTarball tarball = version("2.0-1", metadata);
    SystemRun updated =
        reuse == null ? update(tarball) : update(tarball, "--reuse-user-overrides=" + reuse);

    assertThat(updated.code()).as(updated.err()).isZero();
    assertThat(data("demo-demo").get("user")).isEqualTo(expected);
  }

  @Test
  void attributesAreTakenOverWhenAsked() throws IOException {
    apply(new DemoTarball());
    system.run("helm-chart-attribute-modify", "--enabled", "false", "demo", "demo", "demo-space");

    update(version("2.0-1", "maintain_attributes: false"), "--reuse-attributes", "true");
    assertThat(system.run("helm-override-list", "demo", "--long").out()).contains("[False]");

    update(version("3.0-1", "maintain_attributes: false"));
    assertThat(system.run("helm-override-list", "demo", "--long").out()).contains("[True]");
  }

  @Test
  void aVersionThatCannotBeInstalledGivesWayToTheFormerOne() throws IOException {
    apply(new DemoTarball());
    system.run("helm-override-update", "demo", "demo", "demo-space", "--set", "data.user=u");

    SystemRun updated =
        update(
            version("2.0-1", "")
                .second("more")
                .chart("templates/broken.yaml", "{{ if .Values.data.more }}" + BROKEN + "{{ end }}")
                .file("fluxcd-manifests/more/more-static-overrides.yaml", "data: {more: m}\n"));

    assertThat(updated.code()).isEqualTo(1);
    assertThat(updated.err())
        .contains("this version cannot be installed")
        .contains(
            "demo: applied: Application update from version 1.0-1 to version 2.0-1 aborted."
                + " Application recover to version 1.0-1 completed. Please check logs for"
                + " details.\n");
    assertThat(system.show("demo", "app_version")).isEqualTo("1.0-1");
    assertThat(data("demo-demo")).containsEntry("user", "u").containsEntry("chart", "c");
    assertThat(client.configMaps().inNamespace("demo-space").withName("demo-more").get()).isNull();
    assertThat(system.trees()).isOne();
  }

  @Test
  void ofAFormerVersionThatCannotComeBackTheReasonIsTold() throws IOException {
    apply(new DemoTarball());
    system.run("helm-override-update", "demo", "demo", "demo-space", "--set", "data.Bad Key=x");

    SystemRun updated =
        update(
            version("2.0-1", "maintain_user_overrides: false")
                .chart(
                    "templates/broken.yaml", "{{ if .Values.data.chart }}" + BROKEN + "{{ end }}"));

    assertThat(updated.code()).isOne();
    assertThat(updated.err())
        .contains(
            "demo: apply-failed: Application update from version 1.0-1 to version 2.0-1 aborted."
                + " Application recover to version 1.0-1 aborted. Failed to apply helm release"
                + " \"demo\": ")
        .contains("this version cannot be installed")
        .containsPattern("\nVersion 1\\.0-1 could not be brought back: .*\"Bad Key\"");
    assertThat(system.show("demo", "app_version")).isEqualTo("1.0-1");
    assertThat(system.show("demo", "status")).isEqualTo("apply-failed");
  }

  @Test
  void aVersionThatIsRefusedBeforeItsApplyLeavesTheClusterAlone() throws IOException {
    apply(new DemoTarball());
    String before = resourceVersion();

    SystemRun updated = update(version("2.0-1", "").chart("values.yaml", "data: {}\n"));

    assertThat(updated.err())
        .contains("charts specify no docker images.")
        .contains("Application recover to version 1.0-1 completed.");
    assertThat(system.show("demo", "app_version")).isEqualTo("1.0-1");
    assertThat(resourceVersion()).isEqualTo(before);
    assertThat(system.trees()).isOne();
  }

  @Test
  void aFormerVersionThatIsNotAcceptedIsToldAndStays() throws IOException {
    apply(new DemoTarball());

    SystemRun updated = update(version("2.0-1", "upgrades: {from_versions: [\"9\\\\..*\"]}"));

    assertThat(updated.err())
        .contains(
            "Application recover to version 1.0-1 completed. Current version 1.0-1 does not match"
                + " any supported from_versions entry: ['9\\\\..*'].");
    assertThat(system.show("demo", "status")).isEqualTo("applied");
  }

  @Test
  void withoutRollbackTheFailedVersionStaysAndTheNextApplySettlesTheFormerOne() throws IOException {
    apply(new DemoTarball().second("more"));

    SystemRun updated =
        update(
            version("2.0-1", "upgrades: {update_failure_no_rollback: true}")
                .chart(
                    "templates/broken.yaml", "{{ if not .Values.fixed }}" + BROKEN + "{{ end }}"));

    assertThat(updated.code()).isEqualTo(1);
    assertThat(updated.err())
        .contains(
            "demo: apply-failed: Application demo update from version 1.0-1 to version 2.0-1"
                + " failed and recovery skipped.");
    system.run("helm-override-update", "demo", "demo", "demo-space", "--set", "fixed=true");
    assertThat(system.run("application-apply", "demo").code()).isZero();
    assertThat(data("demo-demo")).containsEntry("chart", "2.0-1");
    assertThat(client.configMaps().inNamespace("demo-space").withName("demo-more").get()).isNull();
    assertThat(system.trees()).isOne();
  }

  @Test
  void refusalsReadAsThePlatformsAndChangeNothing() throws IOException {
    DemoTarball next = version("2.0-1", "");
    assertThat(update(next).err())
        .isEqualTo("Application-update rejected: application not found.\n");
    system.run("application-upload", new DemoTarball().write(directory).toString());
    assertThat(update(next).err())
        .isEqualTo(
            "Application-update rejected: operation is not allowed while the current status is"
                + " uploaded.\n");
    system.run("application-apply", "demo");
    assertThat(update(new DemoTarball()).err())
        .isEqualTo("Application-update rejected: the version 1.0-1 is already applied.\n");
    assertThat(update(next, "--reuse-user-overrides", "yes").err())
        .isEqualTo("Application-update rejected: invalid reuse_user_overrides setting.\n");
    assertThat(update(next, "--reuse-attributes", "yes").err())
        .isEqualTo("Application-update rejected: invalid reuse_attributes setting.\n");
    assertThat(system.show("demo", "app_version")).isEqualTo("1.0-1");
    assertThat(system.trees()).isOne();
  }

  /** A version whose chart says so. */
  private static DemoTarball version(String version, String metadata) {
    return new DemoTarball()
        .chartVersion(version.replace('-', '.'))
        .file(
            "metadata.yaml",
            """
            app_name: demo
            app_version: "%s"
            supported_k8s_version: {minimum: "1.24.4"}
            """
                    .formatted(version)
                + metadata
                + "\n")
        .chart(
            "values.yaml",
            """
            image: {repository: docker.io/library/nginx, tag: "1"}
            data: {chart: "%s"}
            """
                .formatted(version));
  }

  private void apply(DemoTarball tarball) throws IOException {
    SystemRun uploaded = system.run("application-upload", tarball.write(directory).toString());
    assertThat(uploaded.code()).as(uploaded.err()).isZero();
    SystemRun applied = system.run("application-apply", "demo");
    assertThat(applied.code()).as(applied.err()).isZero();
  }

  private SystemRun update(DemoTarball tarball, String... options) throws IOException {
    return system.run(
        Stream.concat(
                Stream.of("application-update", tarball.write(directory).toString()),
                Stream.of(options))
            .toArray(String[]::new));
  }

  private Map<String, String> data(String name) {
    ConfigMap shown = client.configMaps().inNamespace("demo-space").withName(name).get();
    return shown.getData();
  }

  private String resourceVersion() {
    return client
        .configMaps()
        .inNamespace("demo-space")
        .withName("demo-demo")
        .get()
        .getMetadata()
        .getResourceVersion();
  }
}
