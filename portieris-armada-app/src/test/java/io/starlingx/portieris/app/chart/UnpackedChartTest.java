/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.archive.TarballFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackedChartTest {

  @TempDir private Path directory;

  @Test
  void anOrdinaryChartIsUnpackedWithoutVersionsThatAreCurrent() throws IOException {
    Optional<Path> chart =
        unpack(demo().with("demo/templates/a.yaml", "apiVersion: v1\nkind: ConfigMap\n"));

    assertThat(chart).contains(directory.resolve("copy/demo"));
    assertThat(directory.resolve("copy/demo/Chart.yaml")).content().startsWith("apiVersion: v2\n");
    assertThat(directory.resolve("copy/demo/templates/a.yaml"))
        .hasContent("apiVersion: \"\"\nkind: ConfigMap\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"other/a.yaml", "a.yaml", "./demo/a.yaml", "/demo/a.yaml", "demo/../a"})
  void aMemberBesideTheChartIsLeftToHelm(String member) throws IOException {
    assertThat(unpack(demo().with(member, "a: 1\n"))).isEmpty();
  }

  @Test
  void aLinkIsLeftToHelm() throws IOException {
    assertThat(unpack(demo().withMember("demo/a.yaml", TarConstants.LF_SYMLINK, "/etc/passwd")))
        .isEmpty();
  }

  @Test
  void whatIsNoArchiveIsLeftToHelm() throws IOException {
    Path archive = Files.writeString(directory.resolve("demo-1.0.0.tgz"), "no archive");

    assertThat(UnpackedChart.in(Files.createDirectory(directory.resolve("copy")), archive))
        .isEmpty();
  }

  @Test
  void aPlainTarIsLeftToHelmWhichRefusesIt() throws IOException {
    Path archive = Files.write(directory.resolve("demo-1.0.0.tgz"), demo().tar());

    assertThat(UnpackedChart.in(Files.createDirectory(directory.resolve("copy")), archive))
        .isEmpty();
  }

  @Test
  void aNameThatThisMachineCannotWriteIsLeftToHelm() throws IOException {
    assertThat(unpack(demo().with("demo/" + "x".repeat(256), "a: 1\n"))).isEmpty();
  }

  /** In a locale of ASCII alone, Java cannot write it, but Helm can. */
  @Test
  void aNameBeyondAsciiIsNoErrorWhateverTheLocale() throws IOException {
    Path archive = demo().with("demo/files/é.txt", "a").write(directory.resolve("demo-1.0.0.tgz"));

    assertThat(ChartLinter.errors(archive)).isEmpty();
  }

  private static TarballFixture demo() {
    return new TarballFixture()
        .withoutSums()
        .with("demo/Chart.yaml", "apiVersion: v2\nname: demo\nversion: 1.0.0\n");
  }

  private Optional<Path> unpack(TarballFixture chart) throws IOException {
    return UnpackedChart.in(
        Files.createDirectory(directory.resolve("copy")),
        chart.write(directory.resolve("demo-1.0.0.tgz")));
  }
}
