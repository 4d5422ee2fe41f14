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

/** One tarball for every value of the metadata that has not its shape, and the message. */
class SeededMetadataShapesTest {

  @TempDir Path directory;

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("shapes")
  void finds(String defect, String rule, String text, TarballFixture tarball) throws IOException {
    assertFound(Set.of(Sysinv.values()), directory, defect, rule, text, tarball);
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
        whole(
            "Kubernetes versions that are no mapping",
            "metadata/shape",
            "supported_k8s_version should be a dict.",
            "supported_k8s_version: x\n"));
  }
}
