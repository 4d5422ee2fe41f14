/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import static io.starlingx.portieris.app.lint.SeededDefect.assertFound;
import static io.starlingx.portieris.app.lint.SeededDefect.more;
import static io.starlingx.portieris.app.lint.SeededDefect.whole;

import io.starlingx.portieris.app.archive.TarballFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One tarball for every key of the metadata that is taken without a word and does harm. */
class SeededMetadataTrapsTest {

  @TempDir Path directory;

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("traps")
  void finds(String defect, String rule, String text, TarballFixture tarball) throws IOException {
    assertFound(Set.of(Sysinv.values()), directory, defect, rule, text, tarball);
  }

  static Stream<Arguments> traps() {
    return Stream.of(
        whole(
            "unknown repository", "metadata/helm-repo", "helm_repo names no", "helm_repo: mine\n"),
        whole("other version form", "version/form", "not of the form", "app_version: \"v1\"\n"),
        whole("other name form", "name/app-name", "other characters", "app_name: a.b\n"),
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
        whole("name of openstack", "name/openstack", "ends in", "app_name: my-openstack\n"),
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
}
