/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.starlingx.portieris.app.upload.AppMetadata.Alternative;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MetadataReaderTest {

  private static final String GOOD =
      """
      app_name: portieris
      app_version: 26.11-1
      supported_k8s_version: {minimum: 1.24.4}
      """;

  @TempDir Path directory;

  @Test
  void readsEveryKnownKey() throws Exception {
    AppMetadata metadata =
        read(
            """
            app_name: portieris
            app_version: 26.11-1
            helm_repo: stx-platform
            disabled_charts: [psp]
            maintain_user_overrides: true
            maintain_attributes: false
            supported_k8s_version: {minimum: v1.24, maximum: 1.35.1}
            upgrades: {auto_update: "no", from_versions: ["24\\\\..*"]}
            downgrades: {auto_downgrade: 0}
            k8s_upgrades: {auto_update: y, timing: pre}
            supported_releases: {"22.12": [PATCH_1]}
            behavior:
              platform_managed_app: yes
              desired_state: applied
              forbidden_manual_operations: [delete]
              evaluate_reapply: {triggers: [{type: unlock, filters: [{personality: controller}]}]}
            class: optional
            dependent_apps:
              - {name: cert-manager, version: ".*", action: warn}
              - [{name: a, version: "1", action: error}, {name: b, version: "2", action: error}]
            dependent_parent_exceptions: [{name: oidc, version: "1\\\\..*"}]
            something_new: {of: [later, releases]}
            """);

    assertThat(metadata.helmRepository()).isEqualTo("stx-platform");
    assertThat(metadata.disabledCharts()).containsExactly("psp");
    assertThat(metadata.maintainUserOverrides()).isTrue();
    assertThat(metadata.kubernetes())
        .contains(new AppMetadata.KubernetesVersions("v1.24", "1.35.1"));
    assertThat(metadata.upgrades())
        .isEqualTo(new AppMetadata.Upgrades(false, false, List.of("24\\..*"), false));
    assertThat(metadata.behavior())
        .isEqualTo(new AppMetadata.Behavior(true, "applied", List.of("delete"), List.of("unlock")));
    assertThat(metadata.requiredPatches()).containsEntry("22.12", List.of("PATCH_1"));
    assertThat(metadata.dependencies())
        .extracting(AppMetadata.Dependency::alternatives)
        .containsExactly(
            List.of(new Alternative("cert-manager", ".*", "warn")),
            List.of(new Alternative("a", "1", "error"), new Alternative("b", "2", "error")));
    assertThat(metadata.parentExceptions())
        .containsExactly(new AppMetadata.ParentException("oidc", "1\\..*"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void rejects(String yaml, String text) {
    assertThatExceptionOfType(RejectedUploadException.class)
        .isThrownBy(() -> read(yaml))
        .satisfies(
            e ->
                assertThat(e.toResult().text())
                    .startsWith("metadata validation failed. ")
                    .contains(text));
  }

  static Stream<Arguments> rejects() {
    return Stream.of(
        arguments("", "the file is empty"),
        arguments("- a", "the file is not a mapping"),
        arguments("a: [", "line 1: "),
        arguments("a: 1\na: 2", "line 2: found duplicate key a"),
        arguments("app_name: \"\"", "Invalid metadata.yaml: app_name is empty or None."),
        arguments("app_name: x", "Invalid metadata.yaml: app_version is empty or None."),
        arguments(
            "app_name: x\napp_version: 1.0",
            "Invalid metadata.yaml: app_version should be (<class 'str'>,)."),
        arguments(GOOD.replace("app_name: portieris", "app_name: ../x"), "app_name may hold only"),
        arguments(
            "app_name: x\napp_version: 1.0-1", "Kubernetes supported versions not specified on"),
        arguments(
            "app_name: x\napp_version: 1.0-1\nsupported_k8s_version: {maximum: 1.24.1}",
            "Minimum supported Kubernetes version not specified"),
        arguments(
            "app_name: x\napp_version: 1.0-1\nsupported_k8s_version: {minimum: 1.24}",
            "Invalid metadata.yaml: minimum should be (<class 'str'>,)."),
        arguments(
            "app_name: x\napp_version: 1.0-1\nsupported_k8s_version: {minimum: v10.1}",
            "Supported Kubernetes versions should be formatted as major.minor"),
        arguments(GOOD + "upgrades: []", "Invalid metadata.yaml: upgrades should be a dict."),
        arguments(
            GOOD + "upgrades: {auto_update: maybe}",
            "Invalid metadata.yaml: auto_update expected values: 'true', 'false', 'yes', 'no',"
                + " 'y', 'n', '1' or '0'"),
        arguments(
            GOOD + "upgrades: {from_versions: ['(']}",
            "Invalid metadata.yaml: from_versions entry '(' should be a valid regular expression."),
        arguments(GOOD + "upgrades: {from_versions: [1.0]}", "Invalid string: 1.0."),
        arguments(
            GOOD + "k8s_upgrades: {auto_update: true, timing: never}",
            "Invalid metadata.yaml: timing expected value is either 'pre' or 'post'."),
        arguments(
            GOOD + "k8s_upgrades: {auto_update: true}",
            "Metadata file has 'k8s_upgrade:auto_update' set but no corresponding"
                + " k8s_upgrade:timing field was found. Please add a 'timing' field to the"
                + " 'k8s_upgrade' section."),
        arguments(
            GOOD + "supported_releases: {22.12: []}",
            "Invalid metadata.yaml: supported_releases release key should be (<class 'str'>,)."),
        arguments(
            GOOD + "supported_releases: {'22.12': 1}",
            "22.12: [<patch>, ...] patches should be a list."),
        arguments(
            GOOD + "dependent_apps: [{name: a, version: '1'}]",
            "Invalid metadata.yaml: action expected values are ['warn', 'ignore', 'error',"
                + " 'apply']."),
        arguments(
            GOOD + "dependent_apps: [{name: a, action: warn}]",
            "Invalid metadata.yaml: version is a required regular expression field."),
        arguments(
            GOOD + "dependent_apps: [[{name: a, version: '1', action: warn}]]",
            "Invalid dependent_apps entry: must contain at least two mutually exclusive apps."),
        arguments(
            GOOD + "dependent_apps: [x]", "Invalid dependent_apps entry: must be dict or list."),
        arguments(
            GOOD + "class: other",
            "Invalid metadata.yaml: class expected values are ['critical', 'storage', 'discovery',"
                + " 'optional', 'reporting']."));
  }

  @Test
  void rejectsAliasesThatMultiply() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
    }
    assertThatExceptionOfType(RejectedUploadException.class)
        .isThrownBy(() -> read(bomb.toString()));
  }

  @Test
  void rejectsTextThatIsNoUtf8() throws IOException {
    Files.write(directory.resolve("metadata.yaml"), new byte[] {'a', ':', (byte) 0xff});
    assertThatExceptionOfType(RejectedUploadException.class)
        .isThrownBy(() -> MetadataFile.read(directory))
        .satisfies(e -> assertThat(e.toResult().text()).contains("not UTF-8"));
  }

  private AppMetadata read(String yaml) throws IOException, RejectedUploadException {
    Files.writeString(directory.resolve("metadata.yaml"), yaml);
    return MetadataFile.read(directory).orElseThrow();
  }
}
