/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import static io.starlingx.portieris.app.lint.LintTarball.CHART;
import static io.starlingx.portieris.app.lint.LintTarball.CHART_FILE;
import static io.starlingx.portieris.app.lint.LintTarball.HELM_RELEASE;
import static io.starlingx.portieris.app.lint.LintTarball.RELEASE;
import static io.starlingx.portieris.app.lint.LintTarball.STATIC;
import static io.starlingx.portieris.app.lint.LintTarball.VALUES;
import static io.starlingx.portieris.app.lint.LintTarball.chart;
import static io.starlingx.portieris.app.lint.LintTarball.clean;
import static io.starlingx.portieris.app.lint.SeededDefect.assertClean;
import static io.starlingx.portieris.app.lint.SeededDefect.assertFound;
import static io.starlingx.portieris.app.lint.SeededDefect.row;
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
 * One tarball for every rule about charts and their images, under the section that
 * docs/starlingx/lint.md gives it.
 */
class SeededImageDefectsTest {

  @TempDir Path directory;

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource({"charts", "images"})
  void finds(String defect, String rule, String text, TarballFixture tarball) throws IOException {
    assertFound(Set.of(Sysinv.FLUXCD, Sysinv.MASTER), directory, defect, rule, text, tarball);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void findsNothing(String condition, TarballFixture tarball) throws IOException {
    assertClean(directory, condition, tarball);
  }

  static Stream<Arguments> findsNothing() {
    return Stream.of(
        arguments(
            "a tag that only the overrides give",
            clean().with(CHART_FILE, chart(CHART, "image: {repository: icr.io/demo/demo}\n"))),
        arguments(
            "a list of image references",
            clean().with(STATIC, "images: {tags: {demo: \"icr.io/demo/demo:1\"}}\n")),
        arguments(
            "a list of image references without tags:",
            clean().with(STATIC, "images: {demo: \"icr.io/demo/demo:1\"}\n")),
        arguments(
            "an image reference as text", clean().with(STATIC, "image: icr.io/demo/demo:v1\n")),
        arguments(
            "an image reference and its tag beside it",
            clean().with(STATIC, "image: icr.io/demo/demo\nimageTag: v1\n")),
        arguments(
            "an empty registry",
            clean()
                .with(STATIC, "image: {registry: \"\", repository: icr.io/demo/demo, tag: v1}\n")),
        arguments(
            "a digest behind the tag",
            clean()
                .with(
                    STATIC,
                    "image: {repository: icr.io/demo/demo, tag: \"v1@sha256:"
                        + "0".repeat(64)
                        + "\"}\n")),
        arguments(
            "registry and repository apart",
            clean().with(STATIC, "image: {registry: icr.io, repository: demo/demo, tag: v1}\n")));
  }

  static Stream<Arguments> charts() {
    return Stream.of(
        row(
            "damaged chart",
            "chart/archive",
            "failed to extract tar file demo-1.0.0.tgz.",
            clean().with(CHART_FILE, "no archive")),
        row(
            "archive without chart",
            "chart/archive",
            "holds no <chart>/Chart.yaml",
            clean()
                .with(CHART_FILE, new TarballFixture().withoutSums().with("demo/x", "x").bytes())),
        row(
            "chart without version",
            "chart/archive",
            "one or more charts failed validation. (Chart.yaml lacks version as a string)",
            clean().with(CHART_FILE, chart("apiVersion: v2\nname: demo\n", VALUES))),
        row(
            "values that are not YAML",
            "chart/archive",
            "values.yaml:1 is not YAML",
            clean().with(CHART_FILE, chart(CHART, "a: ]\n"))),
        row(
            "same version with other content",
            "chart/same-version",
            "has a different implementation.",
            clean().with("./charts/demo-again.tgz", chart(CHART, "other: 1\n"))),
        row(
            "other file name",
            "chart/file-name",
            "holds chart demo 1.0.0",
            clean().without(CHART_FILE).with("./charts/demo-2.tgz", chart(CHART, VALUES))));
  }

  static Stream<Arguments> images() {
    return Stream.of(
        row(
            "no image at all",
            "image/none",
            "charts specify no docker images.",
            clean().with(CHART_FILE, chart(CHART, "a: 1\n")).with(STATIC, "a: 1\n")),
        row(
            "host, image and tag",
            "image/image-key",
            "holds the key image",
            clean().with(STATIC, "image: {host: icr.io/demo, image: demo, tag: v1}\n")),
        row(
            "host, name and tag",
            "image/not-recognised",
            "no repository",
            clean()
                .with(CHART_FILE, chart(CHART, "a: 1\n"))
                .with(STATIC, "image: {host: icr.io/demo, name: demo, tag: v1}\n")),
        row(
            "numeric tag",
            "image/numeric-tag",
            "tag 1.0 is a number",
            clean().with(STATIC, "image: {repository: icr.io/demo/demo, tag: 1.0}\n")),
        row(
            "no tag",
            "image/untagged",
            "icr.io/demo/other has no tag",
            clean().with(STATIC, "other: {image: icr.io/demo/other}\n")),
        row(
            "no tag for registry and repository",
            "image/untagged",
            "icr.io/demo/other has no tag",
            clean()
                .with(
                    STATIC,
                    VALUES + "other: {image: {registry: icr.io, repository: demo/other}}\n")),
        row(
            "numeric imageTag",
            "image/numeric-tag",
            "tag 2.0 is a number",
            clean().with(STATIC, "image: icr.io/demo/demo\nimageTag: 2.0\n")),
        row(
            "registry with a port",
            "image/registry-port",
            "my.registry:5000/demo",
            clean().with(STATIC, "image: {repository: \"my.registry:5000/demo\", tag: v1}\n")),
        row(
            "directory of another name",
            "image/chart-values",
            "holds directory demo, the release is other",
            clean()
                .with(
                    HELM_RELEASE,
                    RELEASE
                        .replace("metadata:\n  name: demo", "metadata:\n  name: other")
                        .replace("version: 1.0.0", "version: 1.0.0+STX.1"))),
        row(
            "host, image and tag among the chart's own values",
            "image/image-key",
            "holds the key image",
            clean()
                .with(
                    CHART_FILE, chart(CHART, "image: {host: icr.io/demo, image: demo, tag: v1}\n"))
                .with(STATIC, "a: 1\n")),
        row(
            "image in a list",
            "image/not-recognised",
            "in a list",
            clean().with(STATIC, VALUES + "containers: [{image: icr.io/demo/demo:1}]\n")),
        row(
            "setting among images",
            "image/other-text",
            "pullPolicy: Always is no image reference",
            clean().with(STATIC, "images: {demo: \"icr.io/demo/demo:1\", pullPolicy: Always}\n")));
  }
}
