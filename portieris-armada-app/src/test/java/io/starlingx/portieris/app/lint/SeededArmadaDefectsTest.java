/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import static io.starlingx.portieris.app.lint.LintTarball.clean;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.starlingx.portieris.app.archive.TarballFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One tarball for every rule, under the section that docs/starlingx/lint.md gives it about the
 * Armada manifest.
 */
class SeededArmadaDefectsTest {

  private static final String FILE = "./manifest.yaml";
  private static final String MANIFEST =
      """
      schema: armada/Chart/v1
      metadata: {schema: metadata/Document/v1, name: demo}
      data:
        chart_name: demo
        release: demo
        namespace: demo
        source:
          type: tar
          location: http://172.17.0.1/helm_charts/stx-platform/demo-1.0.0.tgz
          subpath: demo
        dependencies: []
      ---
      schema: armada/ChartGroup/v1
      metadata: {schema: metadata/Document/v1, name: group}
      data: {chart_group: [demo]}
      ---
      schema: armada/Manifest/v1
      metadata: {schema: metadata/Document/v1, name: manifest}
      data: {release_prefix: demo, chart_groups: [group]}
      """;

  @TempDir Path directory;

  @Test
  void findsNothingInAGoodManifest() throws IOException {
    assertThat(lint(clean().with(FILE, MANIFEST))).isEmpty();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource
  void finds(String defect, String rule, String text, TarballFixture tarball) throws IOException {
    assertThat(lint(tarball))
        .as(defect)
        .anySatisfy(
            finding -> {
              assertThat(finding.rule()).isEqualTo(rule);
              assertThat(finding.message()).contains(text);
            });
  }

  static Stream<Arguments> finds() {
    return Stream.of(
        arguments(
            "no manifest", "armada/missing", "Armada manifest file/directory is missing", clean()),
        arguments(
            "broken YAML",
            "armada/yaml",
            "Armada manifest file is corrupted.",
            clean().with(FILE, "a: ]\n")),
        arguments(
            "documents without a manifest",
            "armada/missing",
            "Armada manifest file/directory is missing",
            clean().with(FILE, MANIFEST.replace("armada/Manifest", "armada/Other"))),
        arguments(
            "two manifests",
            "armada/several",
            "more than one Armada manifest file.",
            clean().with(FILE, MANIFEST).with("./other.yaml", MANIFEST)),
        row(
            "unknown property",
            "armada/document",
            "data.colour was",
            "  release:",
            "  colour: x\n  release:"),
        row(
            "missing property",
            "armada/document",
            "data.namespace is a required",
            "  namespace: demo\n",
            ""),
        row(
            "property of another kind",
            "armada/document",
            "data.timeout is not of type 'integer'",
            "  release:",
            "  timeout: soon\n  release:"),
        row(
            "nested property that is missing",
            "armada/document",
            "data.wait.resources[0].type is a required property",
            "  release:",
            "  wait: {resources: [{labels: {a: b}}]}\n  release:"),
        row(
            "nested property that is unknown",
            "armada/document",
            "data.upgrade.options.no_hooks was unexpected",
            "  release:",
            "  upgrade: {no_hooks: false, options: {no_hooks: true}}\n  release:"),
        row(
            "no prefix for releases",
            "armada/document",
            "data.release_prefix is a required property",
            "release_prefix: demo, ",
            ""),
        row(
            "group without charts",
            "armada/document",
            "data.chart_group is a required property",
            "chart_group: [demo]",
            "sequenced: true"),
        row(
            "document without name",
            "armada/document",
            "metadata.name is a required property",
            "Document/v1, name: group",
            "Document/v1"),
        row(
            "source without subpath",
            "armada/document",
            "data.source.subpath is a required property",
            "    subpath: demo\n",
            ""),
        row(
            "name of a later version",
            "armada/document",
            "data.chart_name was unexpected",
            "armada/Chart/v1",
            "armada/Chart/v2"),
        row(
            "chart that depends on none",
            "armada/reference",
            "no Chart gone",
            "dependencies: []",
            "dependencies: [gone]"),
        row("unknown schema", "armada/document", "the schema is unknown", "Chart/v1", "Chart/v9"),
        row("unknown source", "armada/document", "'ftp' is not one of", "type: tar", "type: ftp"),
        row("chart that is not there", "armada/reference", "no Chart other", "[demo]}", "[other]}"),
        row("group that is not there", "armada/reference", "no ChartGroup x", "[group]", "[x]"),
        row(
            "archive that is not there",
            "armada/source",
            "charts/demo-2.tgz",
            "demo-1.0.0.tgz",
            "demo-2.tgz"));
  }

  private static Arguments row(
      String defect, String rule, String text, String from, String replacement) {
    return arguments(
        Rules.section(rule) + " " + defect,
        rule,
        text,
        clean().with(FILE, MANIFEST.replace(from, replacement)));
  }

  private List<LintFinding> lint(TarballFixture tarball) throws IOException {
    Path file = tarball.write(directory.resolve("demo-1.0-1.tgz"));
    return new AppLint().lint(file, Set.of(Sysinv.values())).findings();
  }
}
