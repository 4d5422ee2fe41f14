/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.diff;

import static io.starlingx.portieris.app.lint.LintTarball.CHART;
import static io.starlingx.portieris.app.lint.LintTarball.METADATA;
import static io.starlingx.portieris.app.lint.LintTarball.RELEASE;
import static io.starlingx.portieris.app.lint.LintTarball.VALUES;
import static io.starlingx.portieris.app.lint.LintTarball.chart;
import static io.starlingx.portieris.app.lint.LintTarball.clean;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.archive.TarballFixture;
import io.starlingx.portieris.app.diff.Change.Kind;
import io.starlingx.portieris.app.lint.Wheels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppDiffTest {

  private static final String CHART_FILE = "./charts/demo-1.0.0.tgz";
  private static final String STATIC = "./fluxcd-manifests/demo/demo-static-overrides.yaml";
  private static final String HELM_RELEASE = "./fluxcd-manifests/demo/helmrelease.yaml";
  private static final String WHEEL = "./plugins/demo-1.0-py3-none-any.whl";

  @TempDir Path directory;

  @Test
  void equalApplicationsDoNotDifferHoweverTheyArePacked() throws IOException {
    TarballFixture turned = clean().without("./metadata.yaml").with("./metadata.yaml", METADATA);

    AppDifference difference = compare(clean(), turned);

    assertThat(difference.count()).isZero();
    assertThat(difference.unreadable()).isEmpty();
  }

  @Test
  void metadataIsComparedByKey() throws IOException {
    AppDifference difference =
        compare(
            clean(),
            clean()
                .with("./metadata.yaml", METADATA.replace("1.0-1", "1.0-2") + "class: optional\n"));

    assertThat(difference.metadata())
        .containsExactly(
            new Change("app_version", Kind.CHANGED, "1.0-1", "1.0-2"),
            new Change("class", Kind.ADDED, "", "optional"));
    assertThat(difference.files()).isEmpty();
  }

  @Test
  void aCommentInTheMetadataIsADifferenceOfTheFile() throws IOException {
    AppDifference difference =
        compare(clean(), clean().with("./metadata.yaml", "# New\n" + METADATA));

    assertThat(difference.metadata()).isEmpty();
    assertThat(difference.files())
        .singleElement()
        .satisfies(file -> assertThat(file.diff()).contains("+# New"));
  }

  @Test
  void aChartIsComparedByVersionValuesAndFiles() throws IOException {
    AppDifference difference =
        compare(
            clean(),
            clean()
                .without(CHART_FILE)
                .with(
                    "./charts/demo-1.0.1.tgz",
                    chart(CHART.replace("1.0.0", "1.0.1"), VALUES + "replicas: 2\n")));

    assertThat(difference.charts())
        .singleElement()
        .satisfies(
            chart -> {
              assertThat(chart.before()).isEqualTo("1.0.0");
              assertThat(chart.after()).isEqualTo("1.0.1");
              assertThat(chart.values())
                  .containsExactly(new Change("replicas", Kind.ADDED, "", "2"));
              assertThat(chart.files())
                  .singleElement()
                  .satisfies(
                      file -> {
                        assertThat(file.file()).isEqualTo("Chart.yaml");
                        assertThat(file.diff()).contains("-version: 1.0.0", "+version: 1.0.1");
                      });
            });
  }

  @Test
  void chartsComeAndGo() throws IOException {
    AppDifference difference =
        compare(
            clean(),
            clean()
                .without(CHART_FILE)
                .with("./charts/more-2.0.0.tgz", chart("name: more\nversion: 2.0.0\n", "a: 1\n")));

    assertThat(difference.charts())
        .extracting(ChartChange::name, ChartChange::kind)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("demo", Kind.REMOVED),
            org.assertj.core.groups.Tuple.tuple("more", Kind.ADDED));
  }

  @Test
  void overridesImagesAndReleasesAreComparedByPath() throws IOException {
    AppDifference difference =
        compare(
            clean(),
            clean()
                .with(STATIC, VALUES.replace("\"1.0\"", "\"1.1\""))
                .with(HELM_RELEASE, RELEASE.replace("interval: 5m", "interval: 1m")));

    assertThat(difference.overrides())
        .containsExactly(new Change("demo image.tag", Kind.CHANGED, "1.0", "1.1"));
    assertThat(difference.images())
        .containsExactly(
            new Change("demo registry.local:9001/icr.io/demo/demo:1.0", Kind.REMOVED, "", ""),
            new Change("demo registry.local:9001/icr.io/demo/demo:1.1", Kind.ADDED, "", ""));
    assertThat(difference.releases())
        .containsExactly(new Change("demo spec.interval", Kind.CHANGED, "5m", "1m"));
    assertThat(difference.files()).isEmpty();
  }

  @Test
  void pluginsAreComparedByEntryPointAndFile() throws IOException {
    AppDifference difference =
        compare(
            clean().with(WHEEL, Wheels.of("k8sapp-demo", "[g]\nold = k8sapp_demo.helm:A\n")),
            clean().with(WHEEL, Wheels.of("k8sapp-demo", "[g]\nnew = k8sapp_demo.helm:A\n")));

    assertThat(difference.plugins())
        .extracting(Change::subject)
        .containsExactly("k8sapp-demo [g] old", "k8sapp-demo [g] new");
  }

  @Test
  void modesAndKindsOfMembersAreDifferences() throws IOException {
    AppDifference difference =
        compare(
            clean().withMode("./extra", TarConstants.LF_NORMAL, 0644),
            clean().withMode("./extra", TarConstants.LF_NORMAL, 0600));

    assertThat(difference.files())
        .containsExactly(new FileChange("extra", Kind.CHANGED, List.of("mode 0644 became 0600")));
  }

  @Test
  void whatIsDamagedIsToldAndTheRestCompared() throws IOException {
    Path whole = clean().write(directory.resolve("a.tgz"));
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = Files.write(directory.resolve("b.tgz"), Arrays.copyOf(bytes, bytes.length - 100));

    AppDifference difference = new AppDiff().compare(whole, cut);

    assertThat(difference.unreadable()).singleElement().asString().startsWith(cut.toString());
    assertThat(difference.metadata()).isEmpty();
  }

  private AppDifference compare(TarballFixture before, TarballFixture after) throws IOException {
    return new AppDiff()
        .compare(before.write(directory.resolve("a.tgz")), after.write(directory.resolve("b.tgz")));
  }
}
