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
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One tarball for every rule, under the section that docs/starlingx/lint.md gives it: what is
 * wrong, which rule says so, and in which words.
 */
class SeededDefectsTest {

  private static final String SUM = "d41d8cd98f00b204e9800998ecf8427e";
  private static final String NO_NAME =
      "application name or/and version is/are not included in the tar file.";

  @TempDir Path directory;

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("names")
  void findsInTheTarballsName(String name, String rule, String text) throws IOException {
    Path file = clean().write(directory.resolve(name));

    assertThat(new AppLint().lint(file, Set.of()).findings())
        .anySatisfy(finding -> assertFinding(finding, rule, text));
  }

  static Stream<Arguments> names() {
    return Stream.of(
        arguments("demo-1.0-1.zip", "name/extension", "unrecognizable tar file extension."),
        arguments("demo 1.0-1.tgz", "name/shell-characters", "spaces"),
        arguments("demo.tgz", "name/form", "-N.N-N.tgz"),
        arguments("other-1.0-1.tgz", "name/other-than-metadata", "app_name says demo"),
        arguments("demo-1.0-2.tgz", "name/other-than-metadata", "app_version says 1.0-1"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource({"members", "contents", "checksums", "metadataKeys", "metadataTraps"})
  void finds(String defect, String rule, String text, TarballFixture tarball) throws IOException {
    Path file = tarball.write(directory.resolve("demo-1.0-1.tgz"));

    assertThat(new AppLint().lint(file, Set.of(Sysinv.values())).findings())
        .as(defect)
        .anySatisfy(finding -> assertFinding(finding, rule, text));
  }

  private static void assertFinding(LintFinding finding, String rule, String text) {
    assertThat(finding.rule()).isEqualTo(rule);
    assertThat(finding.message()).contains(text);
  }

  static Stream<Arguments> members() {
    return Stream.of(
        row(
            "leads out",
            "member/leads-out",
            "failed to extract tar file demo-1.0-1.tgz.",
            clean().withAgain("../x", "x")),
        row("absolute", "member/absolute", "absolute", clean().withAgain("/x", "x")),
        row(
            "symbolic link",
            "member/link",
            "is a link",
            clean().withMember("./x", TarConstants.LF_SYMLINK, "/etc/passwd")),
        row(
            "device",
            "member/device",
            "neither a regular file nor a directory",
            clean().withMember("./x", TarConstants.LF_CHR, "")),
        row(
            "file and directory",
            "member/name",
            "is a file and a directory",
            clean().withAgain("./metadata.yaml/x", "x")),
        row(
            "same name twice",
            "member/duplicate",
            "more than once",
            clean().withAgain("./metadata.yaml", "x")),
        row("no ./", "member/prefix", "without './'", clean().withAgain("x", "x")),
        row(
            "closed directory",
            "member/directory-mode",
            "has mode 0500",
            clean().withMode("./x/", TarConstants.LF_DIR, 0500)),
        row(
            "private file",
            "member/file-mode",
            "has mode 0600",
            clean().withMode("./x", TarConstants.LF_NORMAL, 0600)));
  }

  static Stream<Arguments> contents() {
    return Stream.of(
        row("no metadata", "content/metadata", NO_NAME, clean().without("./metadata.yaml")),
        row(
            "all in one folder",
            "content/metadata",
            "it lies in demo/metadata.yaml",
            new TarballFixture().with("demo/metadata.yaml", "app_name: demo\n")),
        row(
            "no FluxCD tree",
            "content/fluxcd-manifests",
            "FluxCD manifest structure is not present",
            clean().without("./fluxcd-manifests/kustomization.yaml")),
        row(
            "no charts",
            "content/no-charts",
            "no directory charts/",
            clean().without("./charts/demo-1.0.0.tgz")),
        row(
            "empty charts/",
            "content/charts-empty",
            "tar file contains no Helm charts.",
            clean()
                .without("./charts/demo-1.0.0.tgz")
                .withMode("./charts/", TarConstants.LF_DIR, 0755)),
        row(
            "charts of another extension",
            "content/charts-extension",
            "tar file contains no Helm charts of expected file extension (.tgz).",
            clean().without("./charts/demo-1.0.0.tgz").with("./charts/demo.zip", "x")),
        row(
            "archive elsewhere",
            "content/archive-elsewhere",
            "outside charts/",
            clean().with("./more/x.tgz", "x")),
        row(
            "embedded images",
            "content/images",
            "embedded images are not yet supported.",
            clean().with("./images/x", "x")),
        row(
            "plugins without wheel",
            "content/plugins-empty",
            "holds no wheel",
            clean().with("./plugins/x.egg", "x")));
  }

  static Stream<Arguments> checksums() {
    return Stream.of(
        row("no sums", "checksum/absent", "no *.md5", clean().withoutSums()),
        row(
            "other kind of sum",
            "checksum/absent",
            "no *.md5",
            clean().withoutSums().with("./checksum.sha256", "x\n")),
        row("several", "checksum/several", "a.md5, checksum.md5", clean().with("./a.md5", "x\n")),
        row(
            "other content",
            "checksum/mismatch",
            "checksum validation failed. (./metadata.yaml has other content)",
            clean().withoutSums().with("./a.md5", SUM + "  ./metadata.yaml\n")),
        row(
            "missing file",
            "checksum/mismatch",
            "checksum validation failed. (./gone is missing)",
            clean().withoutSums().with("./a.md5", SUM + "  ./gone\n")),
        row(
            "no line",
            "checksum/mismatch",
            "checksum validation failed. (it holds no checksum line)",
            clean().withoutSums().with("./a.md5", "nothing\n")),
        row(
            "unlisted file",
            "checksum/unlisted",
            "has no checksum",
            clean().withAgain("./extra", "x")));
  }

  static Stream<Arguments> metadataKeys() {
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
            "empty range",
            "metadata/k8s-range",
            "maximum is below minimum",
            "supported_k8s_version: {minimum: \"1.30\", maximum: \"1.9.9\"}\n"),
        more("section that is no mapping", "metadata/shape", "should be a dict.", "behavior: x\n"),
        more(
            "state that is no text",
            "metadata/shape",
            "desired_state should be (<class 'str'>,).",
            "behavior: {desired_state: 1}\n"),
        more(
            "timing without update",
            "metadata/k8s-upgrades",
            "'k8s_upgrade:timing' set but no corresponding k8s_upgrade:auto_update",
            "k8s_upgrades: {timing: pre}\n"),
        more("list that is none", "metadata/shape", "should be a list.", "disabled_charts: x\n"),
        more(
            "no boolean",
            "metadata/boolean",
            "auto_update expected values: 'true', 'false', 'yes'",
            "upgrades: {auto_update: perhaps}\n"),
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

  static Stream<Arguments> metadataTraps() {
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
