/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.archive.ArchiveLimits;
import io.starlingx.portieris.app.archive.TarballFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppLintTest {

  @TempDir Path directory;

  @Test
  void findsNothingInACleanTarball() throws IOException {
    LintResult result = lint(LintTarball.clean(), Set.of());

    assertThat(result.findings()).isEmpty();
    assertThat(result.sysinv()).containsExactly(Sysinv.FLUXCD, Sysinv.MASTER);
  }

  @Test
  void reportsEverythingAtOnceInOneOrder() throws IOException {
    TarballFixture tarball =
        LintTarball.clean()
            .with("./metadata.yaml", "app_name: demo\napp_version: 1.0\nclass: gold\n")
            .with("./images/a", "x")
            .withMember("./link", TarConstants.LF_SYMLINK, "/etc/passwd")
            .withAgain("../evil", "x");

    List<LintFinding> findings = lint(tarball, Set.of()).findings();

    assertThat(findings)
        .extracting(LintFinding::rule)
        .contains(
            "metadata/identity",
            "metadata/class",
            "content/images",
            "member/link",
            "member/leads-out");
    assertThat(findings).isSortedAccordingTo(LintFinding.ORDER);
    assertThat(lint(tarball, Set.of()).findings()).isEqualTo(findings);
  }

  @Test
  void leavesOutRulesOfPlatformsNotAskedFor() throws IOException {
    TarballFixture tarball = LintTarball.clean().without("./fluxcd-manifests/kustomization.yaml");

    assertThat(rules(lint(tarball, Set.of(Sysinv.MASTER)))).contains("content/fluxcd-manifests");
    assertThat(rules(lint(tarball, Set.of(Sysinv.ARMADA))))
        .doesNotContain("content/fluxcd-manifests");
  }

  @Test
  void anArmadaManifestBringsInTheOldPlatforms() throws IOException {
    TarballFixture tarball =
        LintTarball.clean().with("./manifest.yaml", "schema: armada/Manifest/v1\n");

    assertThat(lint(tarball, Set.of()).sysinv()).contains(Sysinv.ARMADA);
  }

  @Test
  void checksAStagingFolderAsIfPacked() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("stage"));
    Files.writeString(folder.resolve("metadata.yaml"), "app_name: demo\n");
    Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc/passwd"));

    LintResult result = new AppLint().lint(folder, Set.of());

    assertThat(rules(result))
        .contains("metadata/identity", "member/link", "content/fluxcd-manifests")
        .doesNotContain("name/extension", "checksum/absent");
  }

  @Test
  void stopsAtAHeaderThatAnnouncesTenGigabytes() throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry("./big", true);
    entry.setSize(10L << 30);
    byte[] header = new byte[512];
    entry.writeEntryHeader(header, ZipEncodingHelper.getZipEncoding("UTF-8"), true);
    Path file = Files.write(directory.resolve("demo-1.0-1.tgz"), TarballFixture.gzip(header));

    assertThat(new AppLint().lint(file, Set.of()).findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.rule()).isEqualTo("archive/unreadable");
              assertThat(finding.message()).contains("unpacks to more than");
            });
  }

  @Test
  void tellsFirstOfTheDamageThatAllElseFollowsFrom() throws IOException {
    byte[] whole = Files.readAllBytes(LintTarball.clean().write(name("demo-1.0-1.tgz")));
    Path cut = Files.write(name("demo-1.0-2.tgz"), Arrays.copyOf(whole, whole.length / 2));
    Path none = Files.writeString(name("demo-1.0-3.tgz"), "no archive");

    assertThat(rules(new AppLint().lint(cut, Set.of())))
        .startsWith("archive/unreadable")
        .hasSizeGreaterThan(1);
    assertThat(new AppLint().lint(none, Set.of()).findings().getFirst().message())
        .contains("it is no tar archive, or an empty one");
  }

  @Test
  void stopsAtABomb() throws IOException {
    Path file =
        LintTarball.clean().with("./zeros", new byte[4 << 20]).write(name("demo-1.0-1.tgz"));
    ArchiveLimits limits = new ArchiveLimits(1 << 20, 50, 64 * 1024);

    assertThat(rules(new AppLint(limits).lint(file, Set.of()))).contains("archive/unreadable");
  }

  @Test
  void aFloodOfFindingsIsCutAndCounted() throws IOException {
    TarballFixture tarball = LintTarball.clean();
    for (int i = 0; i < 150; i++) {
      tarball.withMember("./link" + i, TarConstants.LF_SYMLINK, "x");
    }

    LintResult result = lint(tarball, Set.of());

    assertThat(result.findings()).hasSize(100);
    assertThat(result.omitted()).isEqualTo(50);
  }

  @Test
  void controlCharactersOfAMemberDoNotReachTheReport() throws IOException {
    LintResult result = lint(LintTarball.clean().withAgain("./a\u001b[31mb", "x"), Set.of());

    assertThat(result.findings())
        .isNotEmpty()
        .allSatisfy(f -> assertThat(f.file() + f.message()).doesNotContain("\u001b"));
  }

  private LintResult lint(TarballFixture tarball, Set<Sysinv> sysinv) throws IOException {
    return new AppLint().lint(tarball.write(name("demo-1.0-1.tgz")), sysinv);
  }

  private Path name(String name) {
    return directory.resolve(name);
  }

  private static List<String> rules(LintResult result) {
    return result.findings().stream().map(LintFinding::rule).toList();
  }
}
