/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import static io.starlingx.portieris.app.lint.LintTarball.CHART;
import static io.starlingx.portieris.app.lint.LintTarball.VALUES;
import static io.starlingx.portieris.app.lint.LintTarball.clean;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.archive.TarballFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelmLintTest {

  @TempDir Path directory;

  @Test
  void aTemplateThatDoesNotRenderFailsAsOnThePlatform() throws IOException {
    assertThat(lint(chart("a: {{ .Values.gone.deep }}\n")))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule()).isEqualTo("chart/helm-lint");
              assertThat(finding.severity()).isEqualTo(Severity.ERROR);
              assertThat(finding.file()).isEqualTo("charts/demo-1.0.0.tgz");
              assertThat(finding.message())
                  .startsWith("one or more charts failed validation.")
                  .contains("nil pointer evaluating");
            });
  }

  @Test
  void whatHelmOnlyWarnsOfIsTaken() throws IOException {
    // A chart without an icon.
    assertThat(lint(chart("# nothing\n"))).isEmpty();
  }

  /** Other programs read it, and Helm says so in another way than of what it finds in a chart. */
  @Test
  void aChartThatIsPlainTarIsRefusedAsHelmDoes() throws IOException {
    assertThat(lint(clean().with("./charts/demo-1.0.0.tgz", demo("# nothing\n").tar())))
        .filteredOn(finding -> finding.rule().equals("chart/helm-lint"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).contains("gzip"));
  }

  @Test
  void aFileThatIsLargerThanHelmUnpacksIsToldOf() throws IOException {
    TarballFixture most = demo("# nothing\n").with("demo/data", new byte[5 << 20]);
    TarballFixture chart = demo("# nothing\n").with("demo/data", new byte[(5 << 20) + 1]);

    assertThat(lint(clean().with("./charts/demo-1.0.0.tgz", most.bytes()))).isEmpty();
    assertThat(lint(clean().with("./charts/demo-1.0.0.tgz", chart.bytes())))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule()).isEqualTo("chart/helm-lint");
              assertThat(finding.message()).contains("demo/data", "maximum file size");
            });
  }

  @Test
  void aChartThatIsKnownToBeBrokenIsNotRenderedToo() throws IOException {
    assertThat(lint(clean().with("./charts/demo-1.0.0.tgz", "no archive")))
        .extracting(LintFinding::rule)
        .contains("chart/archive")
        .doesNotContain("chart/helm-lint");
  }

  private static TarballFixture chart(String template) {
    return clean().with("./charts/demo-1.0.0.tgz", demo(template).bytes());
  }

  private static TarballFixture demo(String template) {
    return new TarballFixture()
        .withoutSums()
        .with("demo/Chart.yaml", CHART)
        .with("demo/values.yaml", VALUES)
        .with("demo/templates/object.yaml", template);
  }

  private List<LintFinding> lint(TarballFixture tarball) throws IOException {
    return AppLint.withTemplates()
        .lint(tarball.write(directory.resolve("demo-1.0-1.tgz")), Set.of())
        .findings();
  }
}
