/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import static io.starlingx.portieris.app.lint.LintTarball.CHART;
import static io.starlingx.portieris.app.lint.LintTarball.clean;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.archive.ArchiveLimits;
import io.starlingx.portieris.app.archive.TarballFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that were made to cost their reader time, memory or files. */
class HostileApplicationTest {

  private static final ArchiveLimits SMALL = new ArchiveLimits(1 << 20, 50, 64 * 1024);
  private static final int MEBIBYTE = 1 << 20;

  @TempDir Path directory;

  @Test
  void chartsShareTheirLimit() throws IOException {
    TarballFixture tarball = clean();
    for (int i = 0; i < 4; i++) {
      tarball.with("./charts/bomb-" + i + ".tgz", bomb(MEBIBYTE / 2));
    }

    assertThat(lint(tarball.bytes(), SMALL))
        .filteredOn(f -> f.rule().equals("chart/archive"))
        .filteredOn(f -> f.message().contains("unpacks to more than"))
        .hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void aNameThatIsNoUtf8IsToldOnceAndNothingThatFollowsFromIt() throws IOException {
    TarballFixture tarball = clean().with("./fluxcd-manifests/n\u00f6te.txt", "x");
    byte[] tar = tarball.tar();
    // No UTF-8 in the member's header, whose sum of bytes stays, and in the list of checksums.
    byte[] other =
        new String(tar, StandardCharsets.ISO_8859_1)
            .replace("n\u00c3\u00b6te", "n\u00f6\u0083te")
            .getBytes(StandardCharsets.ISO_8859_1);

    assertThat(lint(TarballFixture.gzip(other), SMALL))
        .extracting(f -> f.rule())
        .containsExactly("member/name");
  }

  @Test
  void aChartInsideAChartIsNotUnpacked() throws IOException {
    byte[] nested =
        new TarballFixture()
            .withoutSums()
            .with("demo/Chart.yaml", CHART)
            .with("demo/charts/inner.tgz", bomb(8 * MEBIBYTE))
            .bytes();

    assertThat(lint(clean().with("./charts/demo-1.0.0.tgz", nested).bytes(), SMALL))
        .noneMatch(f -> f.message().contains("unpacks to more than"));
  }

  @ParameterizedTest
  @ValueSource(bytes = {TarConstants.LF_PAX_EXTENDED_HEADER_LC, TarConstants.LF_GNUTYPE_LONGNAME})
  void anExtendedHeaderOfAnySizeIsNotRead(byte type) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry("./header", type);
    entry.setSize(MEBIBYTE);
    byte[] tar = new byte[512 + MEBIBYTE];
    entry.writeEntryHeader(tar);
    Arrays.fill(tar, 512, tar.length, (byte) '1');

    assertThat(rules(lint(TarballFixture.gzip(tar), SMALL))).contains("archive/unreadable");
  }

  @Test
  void aPaxHeaderThatAnnouncesMoreThanThereIsEndsTheReading() throws IOException {
    byte[] pax = "30 size=99999999999999999999\n".getBytes(StandardCharsets.US_ASCII);
    TarArchiveEntry header = new TarArchiveEntry("./pax", TarConstants.LF_PAX_EXTENDED_HEADER_LC);
    header.setSize(pax.length);
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    write(header, pax, tar);
    write(new TarArchiveEntry("./file", TarConstants.LF_NORMAL), new byte[0], tar);

    assertThat(rules(lint(TarballFixture.gzip(tar.toByteArray()), SMALL)))
        .contains("archive/unreadable");
  }

  @Test
  void aSparseFileIsNotWrittenOut() throws IOException {
    TarballFixture tarball = clean().withMember("./holes", TarConstants.LF_GNUTYPE_SPARSE, "");

    assertThat(lint(tarball.bytes(), SMALL))
        .anySatisfy(
            finding -> {
              assertThat(finding.rule()).isEqualTo("archive/unreadable");
              assertThat(finding.message()).contains("sparse");
            });
  }

  @Test
  void aNameThatIsNoUtf8DoesNotStopTheReading() throws IOException {
    byte[] tar = clean().withAgain("./caf_", "x").tar();
    tar[new String(tar, StandardCharsets.ISO_8859_1).indexOf("caf_") + 3] = (byte) 0xe9;
    byte[] sum = new byte[8];
    Arrays.fill(sum, (byte) ' ');
    System.arraycopy(sum, 0, tar, 148, 8);
    int total = 0;
    for (int i = 0; i < 512; i++) {
      total += tar[i] & 0xff;
    }
    byte[] text = "%06o\0 ".formatted(total).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, tar, 148, text.length);

    assertThat(rules(lint(TarballFixture.gzip(tar), SMALL)))
        .contains("member/name")
        .doesNotContain(
            "checksum/unlisted", "content/metadata", "archive/unreadable", "flux/static-overrides");
  }

  @Test
  void anArchiveThatIsCutIsReportedWhereverItIsCut() throws IOException {
    byte[] whole = clean().bytes();
    for (int length = 20; length < whole.length; length += whole.length / 10) {
      assertThat(rules(lint(Arrays.copyOf(whole, length), SMALL)))
          .as("%d bytes", length)
          .contains("archive/unreadable");
    }
  }

  @Test
  void aliasesThatMultiplyAreNotFollowed() throws IOException {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }

    assertThat(rules(lint(clean().with("./metadata.yaml", bomb.toString()).bytes(), SMALL)))
        .contains("metadata/yaml");
  }

  @Test
  void aWheelThatUnpacksToTooMuchIsNotRead() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      byte[] zeros = new byte[MEBIBYTE];
      zip.putNextEntry(new ZipEntry("k8sapp_demo/zeros"));
      for (int i = 0; i < 130; i++) {
        zip.write(zeros);
      }
    }

    assertThat(
            lint(
                clean().with("./plugins/bomb-1.0-py3-none-any.whl", bytes.toByteArray()).bytes(),
                SMALL))
        .anySatisfy(
            finding -> {
              assertThat(finding.rule()).isEqualTo("plugin/unreadable");
              assertThat(finding.message()).contains("unpacks to more than");
            });
  }

  @Test
  void aFileThatAWheelHoldsTwiceIsReported() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      for (int i = 0; i < 2; i++) {
        zip.putArchiveEntry(new ZipArchiveEntry("k8sapp_demo/helm.py"));
        zip.write(i);
        zip.closeArchiveEntry();
      }
    }

    assertThat(
            rules(
                lint(
                    clean()
                        .with("./plugins/twice-1.0-py3-none-any.whl", bytes.toByteArray())
                        .bytes(),
                    SMALL)))
        .contains("plugin/duplicate-file");
  }

  @Test
  void aFolderOfManyFilesIsReadToTheLimit() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("stage"));
    for (int i = 0; i < 60; i++) {
      Files.createFile(folder.resolve("f" + i));
    }

    assertThat(new AppLint(SMALL).lint(folder, Set.of()).findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.rule()).isEqualTo("archive/unreadable");
              assertThat(finding.message()).contains("more than 50 members");
            });
  }

  private static void write(TarArchiveEntry entry, byte[] content, ByteArrayOutputStream tar) {
    byte[] header = new byte[512];
    entry.writeEntryHeader(header);
    tar.writeBytes(header);
    tar.writeBytes(content);
    tar.writeBytes(new byte[(512 - content.length % 512) % 512]);
  }

  private static byte[] bomb(int bytes) {
    return new TarballFixture().withoutSums().with("bomb/zeros", new byte[bytes]).bytes();
  }

  private List<LintFinding> lint(byte[] tarball, ArchiveLimits limits) throws IOException {
    Path file = Files.write(directory.resolve("demo-1.0-1.tgz"), tarball);
    return new AppLint(limits).lint(file, Set.of()).findings();
  }

  private static List<String> rules(List<LintFinding> findings) {
    return findings.stream().map(LintFinding::rule).toList();
  }
}
