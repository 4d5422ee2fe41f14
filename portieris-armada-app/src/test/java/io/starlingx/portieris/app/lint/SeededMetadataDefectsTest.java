/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import static io.starlingx.portieris.app.lint.LintTarball.clean;
import static io.starlingx.portieris.app.lint.LintTarball.metadata;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.starlingx.portieris.app.archive.TarballFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One tarball for every message of the metadata's validation, and for every key that is taken
 * without a word and does harm.
 */
class SeededMetadataDefectsTest {

  @TempDir Path directory;

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource({"keys", "shapes", "flags", "traps"})
  void finds(String defect, String rule, String text, TarballFixture tarball) throws IOException {
    Path file = tarball.write(directory.resolve("demo-1.0-1.tgz"));

    assertThat(new AppLint().lint(file, Set.of(Sysinv.values())).findings())
        .as(defect)
        .anySatisfy(
            finding -> {
              assertThat(finding.rule()).isEqualTo(rule);
              assertThat(finding.message()).contains(text);
            });
  }

  static Stream<Arguments> keys() {
    return Stream.of(
        of("empty", "metadata/yaml", "is empty", ""),
        of("not YAML", "metadata/yaml", "is not YAML", "a: [\n"),
        of("a list", "metadata/yaml", "is not a mapping", "- a\n"),
        of(
            "no name",
            "metadata/identity",
            "Invalid metadata.yaml: app_name is empty or None.",
            "app_version: \"1.0-1\"\n"),
        of(
            "no version",
            "metadata/identity",
            "Invalid metadata.yaml: app_version is empty or None.",
            "app_name: demo\n"),
        of(
            "empty name",
            "metadata/identity",
            "Invalid metadata.yaml: app_name is empty or None.",
            "app_name: ''\n"),
        of(
            "numeric name",
            "metadata/identity",
            "app_name should be (<class 'str'>,).",
            "app_name: 1\n"),
        of(
            "numeric version",
            "metadata/identity",
            "app_version should be (<class 'str'>,).",
            "app_name: demo\napp_version: 1.0\n"),
        of(
            "no Kubernetes versions",
            "metadata/supported-k8s-version",
            "Kubernetes supported versions not specified",
            "app_name: demo\n"),
        of(
            "no minimum",
            "metadata/supported-k8s-version",
            "Minimum supported Kubernetes version not specified",
            "supported_k8s_version: {maximum: \"1.30\"}\n"),
        of(
            "numeric minimum",
            "metadata/supported-k8s-version",
            "Invalid metadata.yaml: minimum should be (<class 'str'>,).",
            "supported_k8s_version: {minimum: 1.24}\n"),
        of(
            "pre-release minimum",
            "metadata/supported-k8s-version",
            "should be formatted as major.minor",
            "supported_k8s_version: {minimum: 1.24.4-rc1}\n"),
        of(
            "numeric maximum",
            "metadata/supported-k8s-version",
            "maximum should be (<class 'str'>,).",
            "supported_k8s_version: {minimum: \"1.24\", maximum: 1.30}\n"),
        of(
            "two digits before the dot",
            "metadata/supported-k8s-version",
            "should be formatted as major.minor",
            "supported_k8s_version: {minimum: v10.1}\n"),
        of(
            "wildcard maximum",
            "metadata/supported-k8s-version",
            "should be formatted as major.minor",
            "supported_k8s_version: {minimum: \"1.24\", maximum: 1.30.x}\n"),
        of(
            "empty range",
            "metadata/k8s-range",
            "maximum is below minimum",
            "supported_k8s_version: {minimum: \"1.30\", maximum: \"1.9.9\"}\n"),
        more(
            "timing without update",
            "metadata/k8s-upgrades",
            "'k8s_upgrade:timing' set but no corresponding k8s_upgrade:auto_update",
            "k8s_upgrades: {timing: pre}\n"),
        more(
            "no timing",
            "metadata/k8s-upgrades",
            "'k8s_upgrade:auto_update' set but no corresponding k8s_upgrade:timing",
            "k8s_upgrades: {auto_update: true}\n"),
        more(
            "unknown timing",
            "metadata/k8s-upgrades",
            "timing expected value is either 'pre' or 'post'.",
            "k8s_upgrades: {auto_update: true, timing: now}\n"),
        more(
            "pattern that does not compile",
            "metadata/from-versions",
            "from_versions entry '1.(' should be a valid regular expression.",
            "upgrades: {from_versions: [\"1.(\"]}\n"),
        more(
            "numeric pattern",
            "metadata/from-versions",
            "Invalid string: 1.0.",
            "upgrades: {from_versions: [1.0]}\n"),
        more(
            "numeric release",
            "metadata/supported-releases",
            "supported_releases release key should be (<class 'str'>,).",
            "supported_releases: {24.09: []}\n"),
        more(
            "patches that are no list",
            "metadata/supported-releases",
            "patches should be a list.",
            "supported_releases: {\"24.09\": x}\n"),
        more(
            "patches that a release requires",
            "metadata/required-patches",
            "release 24.09 requires P-1, P-2",
            "supported_releases: {\"24.09\": [P-1, P-2], \"25.03\": []}\n"),
        more(
            "dependency without action",
            "metadata/dependent-apps",
            "action expected values are",
            "dependent_apps: [{name: a, version: \".*\"}]\n"),
        more(
            "dependency without version",
            "metadata/dependent-apps",
            "version is a required regular expression field.",
            "dependent_apps: [{name: a, action: warn}]\n"),
        more(
            "unknown action",
            "metadata/dependent-apps",
            "action expected values are ['warn', 'ignore', 'error', 'apply'].",
            "dependent_apps: [{name: a, version: \".*\", action: stop}]\n"),
        more(
            "dependency without name",
            "metadata/dependent-apps",
            "name is a required string field.",
            "dependent_apps: [{version: \".*\", action: warn}]\n"),
        more(
            "dependency on a pattern that does not compile",
            "metadata/dependent-apps",
            "version is a required regular expression field.",
            "dependent_apps: [{name: a, version: \"1.(\", action: warn}]\n"),
        more(
            "fault in a group",
            "metadata/dependent-apps",
            "action expected values are",
            "dependent_apps: [[{name: a, version: \".*\", action: warn}, {name: b, version: \".*\"}]]\n"),
        more(
            "parent exception without version",
            "metadata/dependent-apps",
            "version is a required regular expression field.",
            "dependent_parent_exceptions: [{name: a}]\n"),
        more(
            "parent exception that is text",
            "metadata/dependent-apps",
            "must be dict or list.",
            "dependent_parent_exceptions: [a]\n"),
        more(
            "group of one",
            "metadata/dependent-apps",
            "at least two mutually exclusive apps.",
            "dependent_apps: [[{name: a, version: \".*\", action: warn}]]\n"),
        more(
            "dependency that is text",
            "metadata/dependent-apps",
            "must be dict or list.",
            "dependent_apps: [a]\n"),
        more("unknown class", "metadata/class", "class expected values are", "class: gold\n"));
  }

  static Stream<Arguments> shapes() {
    return Stream.of(
        more(
            "behavior that is text",
            "metadata/shape",
            "behavior should be a dict.",
            "behavior: x\n"),
        more(
            "reapply that is text",
            "metadata/shape",
            "evaluate_reapply should be a dict.",
            "behavior: {evaluate_reapply: x}\n"),
        more(
            "triggers that are no list",
            "metadata/shape",
            "triggers should be a list.",
            "behavior: {evaluate_reapply: {triggers: x}}\n"),
        more(
            "trigger that is text",
            "metadata/shape",
            "triggers should be a dict.",
            "behavior: {evaluate_reapply: {triggers: [x]}}\n"),
        more(
            "trigger of a numeric type",
            "metadata/shape",
            "type should be (<class 'str'>,).",
            "behavior: {evaluate_reapply: {triggers: [{type: 1}]}}\n"),
        more(
            "filters that are no list",
            "metadata/shape",
            "filters should be a list.",
            "behavior: {evaluate_reapply: {triggers: [{type: lock, filters: x}]}}\n"),
        more(
            "filter that is text",
            "metadata/shape",
            "filters should be a dict.",
            "behavior: {evaluate_reapply: {triggers: [{type: lock, filters: [x]}]}}\n"),
        more(
            "numeric filter field",
            "metadata/shape",
            "filter_field should be (<class 'str'>,).",
            "behavior: {evaluate_reapply: {triggers: [{type: lock, filter_field: 1}]}}\n"),
        more(
            "state that is no text",
            "metadata/shape",
            "desired_state should be (<class 'str'>,).",
            "behavior: {desired_state: 1}\n"),
        more(
            "operations that are no list",
            "metadata/shape",
            "forbidden_manual_operations should be a list.",
            "behavior: {forbidden_manual_operations: delete}\n"),
        more(
            "upgrades that are text",
            "metadata/shape",
            "upgrades should be a dict.",
            "upgrades: x\n"),
        more(
            "downgrades that are text",
            "metadata/shape",
            "downgrades should be a dict.",
            "downgrades: x\n"),
        more(
            "versions that are no list",
            "metadata/shape",
            "from_versions should be a list.",
            "upgrades: {from_versions: x}\n"),
        more(
            "Kubernetes upgrades that are text",
            "metadata/shape",
            "k8s_upgrades should be a dict.",
            "k8s_upgrades: x\n"),
        more(
            "releases that are no mapping",
            "metadata/shape",
            "supported_releases should be a dict.",
            "supported_releases: [x]\n"),
        more(
            "dependencies that are no list",
            "metadata/shape",
            "dependent_apps should be a list.",
            "dependent_apps: x\n"),
        more(
            "parent exceptions that are no list",
            "metadata/shape",
            "dependent_parent_exceptions should be a list.",
            "dependent_parent_exceptions: x\n"),
        more(
            "disabled charts that are no list",
            "metadata/shape",
            "disabled_charts should be a list.",
            "disabled_charts: x\n"),
        of(
            "Kubernetes versions that are no mapping",
            "metadata/shape",
            "supported_k8s_version should be a dict.",
            "supported_k8s_version: x\n"));
  }

  static Stream<Arguments> flags() {
    return Stream.of(
        more(
            "automatic update that is no boolean",
            "metadata/boolean",
            "auto_update expected values: 'true', 'false', 'yes', 'no', 'y', 'n', '1' or '0'",
            "upgrades: {auto_update: perhaps}\n"),
        more(
            "rollback that is no boolean",
            "metadata/boolean",
            "update_failure_no_rollback expected values: 'true', 'false', 'yes', 'no', 'y', 'n', '1' or '0'",
            "upgrades: {update_failure_no_rollback: 2}\n"),
        more(
            "downgrade that is no boolean",
            "metadata/boolean",
            "auto_downgrade expected values: 'true', 'false', 'yes', 'no', 'y', 'n', '1' or '0'",
            "downgrades: {auto_downgrade: off}\n"),
        more(
            "management by the platform that is no boolean",
            "metadata/boolean",
            "platform_managed_app expected values: 'true', 'false', 'yes', 'no', 'y', 'n', '1' or '0'",
            "behavior: {platform_managed_app: maybe}\n"),
        more(
            "update with Kubernetes that is no boolean",
            "metadata/boolean",
            "auto_update expected values: 'true', 'false', 'yes', 'no', 'y', 'n', '1' or '0'",
            "k8s_upgrades: {auto_update: x, timing: pre}\n"));
  }

  static Stream<Arguments> traps() {
    return Stream.of(
        of("unknown repository", "metadata/helm-repo", "helm_repo names no", "helm_repo: mine\n"),
        of("other version form", "version/form", "not of the form", "app_version: \"v1\"\n"),
        of("other name form", "name/app-name", "other characters", "app_name: a.b\n"),
        more("key of the docstring", "metadata/unknown-key", "reads helm_repo", "repo: x\n"),
        more(
            "key twice",
            "metadata/duplicate-key",
            "found duplicate key app_name",
            "app_name: demo\n"),
        more(
            "other truth in quotes",
            "metadata/truth",
            "maintain_attributes is the text \"no\"",
            "maintain_attributes: \"no\"\n"),
        more(
            "removed key of reapply",
            "metadata/removed-key",
            "behavior.evaluate_reapply.after was removed",
            "behavior: {evaluate_reapply: {after: [x]}}\n"),
        more("plain on", "metadata/yes-no", "maintain_attributes: on", "maintain_attributes: on\n"),
        more(
            "unknown key of the behavior",
            "metadata/unknown-key",
            "unknown key behavior.managed",
            "behavior: {managed: true}\n"),
        more(
            "key twice in a section",
            "metadata/duplicate-key",
            "found duplicate key auto_update",
            "upgrades: {auto_update: true, auto_update: false}\n"),
        more("removed key", "metadata/removed-key", "was removed", "helm_toolkit_required: true\n"),
        more(
            "truth in quotes",
            "metadata/truth",
            "maintain_user_overrides is the text \"false\"",
            "maintain_user_overrides: \"false\"\n"),
        more(
            "adjustment that is no number",
            "metadata/progress-adjust",
            "is no number",
            "apply_progress_adjust: few\n"),
        more(
            "key of the platform",
            "metadata/failed-versions",
            "failed_versions is set",
            "upgrades: {failed_versions: [\"1.0-0\"]}\n"),
        more(
            "automatic apply without operator",
            "metadata/automatic-apply",
            "Automatic apply is disabled for demo.",
            "behavior: {platform_managed_app: true, desired_state: applied}\n"),
        more(
            "unknown key in a section",
            "metadata/unknown-key",
            "unknown key upgrades.auto_updates",
            "upgrades: {auto_updates: true}\n"),
        of("name of openstack", "name/openstack", "ends in", "app_name: my-openstack\n"),
        more("plain no", "metadata/yes-no", "no", "maintain_user_overrides: no\n"),
        more(
            "automatic downgrade",
            "metadata/auto-downgrade",
            "without downgrades.auto_downgrade",
            "behavior: {platform_managed_app: true}\n"),
        more(
            "unknown state",
            "metadata/desired-state",
            "is running",
            "behavior: {desired_state: running}\n"),
        more(
            "unknown operation",
            "metadata/forbidden-operations",
            "unknown operation",
            "behavior: {forbidden_manual_operations: [update]}\n"),
        more(
            "unknown trigger",
            "metadata/reapply-trigger",
            "unknown trigger type 'reboot'",
            "behavior: {evaluate_reapply: {triggers: [{type: reboot}]}}\n"),
        more(
            "trigger twice",
            "metadata/reapply-trigger",
            "occurs twice",
            "behavior: {evaluate_reapply: {triggers: [{type: lock}, {type: lock}]}}\n"),
        more(
            "empty list of versions",
            "metadata/from-versions-empty",
            "is empty",
            "upgrades: {from_versions: []}\n"),
        more(
            "chart that is not there",
            "metadata/disabled-charts",
            "names other",
            "disabled_charts: [other]\n"));
  }

  private static Arguments of(String defect, String rule, String text, String metadata) {
    return row(defect, rule, text, clean().with("./metadata.yaml", metadata));
  }

  private static Arguments more(String defect, String rule, String text, String more) {
    return row(defect, rule, text, metadata(more));
  }

  private static Arguments row(String defect, String rule, String text, TarballFixture tarball) {
    return arguments(Rules.section(rule) + " " + defect, rule, text, tarball);
  }
}
