/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import static io.starlingx.portieris.app.lint.LintTarball.CHART;
import static io.starlingx.portieris.app.lint.LintTarball.CHART_FILE;
import static io.starlingx.portieris.app.lint.LintTarball.HELM_RELEASE;
import static io.starlingx.portieris.app.lint.LintTarball.HELM_REPOSITORY;
import static io.starlingx.portieris.app.lint.LintTarball.KUSTOMIZATION;
import static io.starlingx.portieris.app.lint.LintTarball.KUSTOMIZE;
import static io.starlingx.portieris.app.lint.LintTarball.RELEASE;
import static io.starlingx.portieris.app.lint.LintTarball.REPOSITORY;
import static io.starlingx.portieris.app.lint.LintTarball.STATIC;
import static io.starlingx.portieris.app.lint.LintTarball.SYSTEM;
import static io.starlingx.portieris.app.lint.LintTarball.clean;
import static io.starlingx.portieris.app.lint.SeededDefect.assertFound;
import static io.starlingx.portieris.app.lint.SeededDefect.more;
import static io.starlingx.portieris.app.lint.SeededDefect.row;

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
 * One tarball for every rule about HelmReleases, under the section that docs/starlingx/lint.md
 * gives it.
 */
class SeededReleaseDefectsTest {

  @TempDir Path directory;

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource({"releases", "fields"})
  void finds(String defect, String rule, String text, TarballFixture tarball) throws IOException {
    assertFound(Set.of(Sysinv.FLUXCD, Sysinv.MASTER), directory, defect, rule, text, tarball);
  }

  static Stream<Arguments> releases() {
    return Stream.of(
        row(
            "no release name",
            "flux/release-field",
            "lacks spec.releaseName",
            release("  releaseName: demo\n", "")),
        row(
            "no name",
            "flux/release-field",
            "lacks metadata.name",
            release("  name: demo\n", "  labels: {}\n")),
        row(
            "no chart",
            "flux/release-field",
            "lacks spec.chart.spec.chart",
            release("      chart: demo\n", "")),
        row(
            "numeric chart version",
            "flux/release-field",
            "lacks spec.chart.spec.version",
            release("version: 1.0.0", "version: 1.0")),
        row(
            "repository of another name",
            "flux/source",
            "the HelmRepository is mine",
            clean().with(HELM_REPOSITORY, REPOSITORY.replace("name: stx-platform", "name: mine"))),
        row(
            "other source",
            "flux/source",
            "sourceRef names mine",
            release("name: stx-platform", "name: mine")),
        row(
            "chart that is not there",
            "flux/chart",
            "chart demo 2.0.0 is not in charts/",
            release("version: 1.0.0", "version: 2.0.0")),
        row(
            "no static overrides",
            "flux/static-overrides",
            "Static overrides file not specified on",
            release("valuesKey: demo-static-overrides.yaml", "valuesKey: values.yaml")),
        row(
            "no files of values",
            "flux/static-overrides",
            "Static overrides file not specified on",
            clean().with(HELM_RELEASE, RELEASE.substring(0, RELEASE.indexOf("  valuesFrom")))),
        row(
            "static overrides without file",
            "flux/static-overrides",
            "there is no file demo-static-overrides.yaml",
            clean().without(STATIC)),
        row(
            "no system overrides",
            "flux/system-overrides",
            "there is no file *-system-overrides.yaml",
            clean().without(SYSTEM)),
        row(
            "system overrides of another name",
            "flux/system-overrides",
            "there is no file *-system-overrides.yaml",
            clean()
                .without(SYSTEM)
                .with("./fluxcd-manifests/demo/system-overrides.yaml", "")
                .with(HELM_RELEASE, RELEASE.replace("Key: demo-system", "Key: system"))),
        row(
            "system overrides first",
            "flux/values-order",
            "come before",
            clean()
                .with(
                    HELM_RELEASE,
                    RELEASE
                        .replace("static", "first")
                        .replace("system", "static")
                        .replace("first", "system"))),
        row(
            "Secret that is not generated",
            "flux/values-secret",
            "generates no Secret demo-static-overrides",
            clean()
                .with(
                    KUSTOMIZE,
                    KUSTOMIZATION.replace("name: demo-static-overrides", "name: other"))),
        row(
            "Secret with another key",
            "flux/values-secret",
            "with key demo-static-overrides.yaml",
            clean()
                .with(
                    KUSTOMIZE, KUSTOMIZATION.replace("[demo-static", "[values.yaml=demo-static"))),
        row(
            "Secret with a hash in its name",
            "flux/values-secret",
            "generates no Secret",
            clean().with(KUSTOMIZE, KUSTOMIZATION.replace("Hash: true", "Hash: false"))),
        row(
            "two releases in a file",
            "flux/one-release-per-file",
            "holds 2 documents",
            clean().with(HELM_RELEASE, RELEASE + "---\n" + RELEASE)),
        row(
            "separator in a value",
            "flux/separator-in-values",
            "holds '---'",
            clean().with(HELM_RELEASE, RELEASE + "  values: {text: \"a---b\"}\n")),
        row(
            "strict schema",
            "flux/strict-schema",
            "no additional properties",
            clean()
                .with(
                    CHART_FILE,
                    new TarballFixture()
                        .withoutSums()
                        .with("demo/Chart.yaml", CHART)
                        .with("demo/values.schema.json", "{\"additionalProperties\": false}")
                        .bytes())));
  }

  static Stream<Arguments> fields() {
    return Stream.of(
        row(
            "unknown field",
            "flux/field",
            "strict decoding error: unknown field \"spec.intervall\"",
            release("  interval: 5m", "  interval: 5m\n  intervall: 5m")),
        row(
            "field in the wrong place",
            "flux/field",
            "unknown field \"spec.chart.version\"",
            release("  chart:\n    spec:", "  chart:\n    version: 1.0.0\n    spec:")),
        row(
            "field of a later version",
            "flux/field",
            "unknown field \"spec.chartRef\"",
            release("v2\n", "v2beta1\n", "  interval: 5m", "  interval: 5m\n  chartRef: {}")),
        row(
            "missing field",
            "flux/field",
            "spec.interval: Required value",
            release("  interval: 5m\n", "")),
        row(
            "field of another kind",
            "flux/field",
            "spec.maxHistory: Invalid value: \"many\": must be of type integer",
            release("  interval: 5m", "  interval: 5m\n  maxHistory: many")),
        row(
            "list that is none",
            "flux/field",
            "spec.dependsOn: Invalid value: \"base\": must be of type array",
            release("  interval: 5m", "  interval: 5m\n  dependsOn: base")),
        row(
            "value of another list",
            "flux/field",
            "spec.install.crds: Unsupported value: \"Replace\": supported: Skip, Create,",
            release("  interval: 5m", "  interval: 5m\n  install: {crds: Replace}")),
        row(
            "interval that is none",
            "flux/field",
            "spec.interval: Unsupported value: \"5 minutes\":",
            release("interval: 5m", "interval: 5 minutes")),
        row(
            "name that leads elsewhere",
            "flux/field",
            "metadata.name: Invalid value: \"../../x\": it must be lower-case letters",
            release("name: demo\n", "name: ../../x\n")),
        row(
            "long release name",
            "flux/field",
            "spec.releaseName: Too long",
            release("releaseName: demo", "releaseName: " + "d".repeat(54))),
        row(
            "repository without interval in an old version",
            "flux/field",
            "spec.interval: Required value",
            clean()
                .with(
                    HELM_REPOSITORY,
                    REPOSITORY
                        .replace("io/v1\n", "io/v1beta1\n")
                        .replace("  interval: 60m\n", ""))));
  }

  private static TarballFixture release(
      String text, String replacement, String more, String moreReplacement) {
    return clean()
        .with(HELM_RELEASE, RELEASE.replace(text, replacement).replace(more, moreReplacement));
  }

  private static TarballFixture release(String text, String replacement) {
    return clean().with(HELM_RELEASE, RELEASE.replace(text, replacement));
  }
}
