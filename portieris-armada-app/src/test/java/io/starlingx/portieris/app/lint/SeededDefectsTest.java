/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import static io.starlingx.portieris.app.lint.LintTarball.METADATA;
import static io.starlingx.portieris.app.lint.LintTarball.clean;
import static io.starlingx.portieris.app.lint.SeededDefect.assertFound;
import static io.starlingx.portieris.app.lint.SeededDefect.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.starlingx.portieris.app.archive.TarballFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One tarball for every rule about the archive, under the section that docs/starlingx/lint.md gives
 * it: what is wrong, which rule says so, and in which words.
 */
class SeededDefectsTest {

  private static final String SUM = "d41d8cd98f00b204e9800998ecf8427e";
  private static final String NO_NAME =
      "application name or/and version is/are not included in the tar file.";

  @TempDir Path directory;

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("names")
  void findsInTheTarballsName(String name, String rule, String text) throws IOException {
    Path file = clean().write(directory.resolve(name));

    assertThat(new AppLint().lint(file, Set.of()).findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.rule()).isEqualTo(rule);
              assertThat(finding.message()).contains(text);
            });
  }

  static Stream<Arguments> names() {
    return Stream.of(
        arguments("demo-1.0-1.zip", "name/extension", "unrecognizable tar file extension."),
        arguments("demo 1.0-1.tgz", "name/shell-characters", "spaces"),
        arguments("demo.tgz", "name/form", "-N.N-N.tgz"),
        arguments("other-1.0-1.tgz", "name/other-than-metadata", "app_name says demo"),
        arguments("demo-1.0-2.tgz", "name/other-than-metadata", "app_version says 1.0-1"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource({"members", "contents", "checksums"})
  void finds(String defect, String rule, String text, TarballFixture tarball) throws IOException {
    assertFound(Set.of(Sysinv.values()), directory, defect, rule, text, tarball);
  }

  static Stream<Arguments> members() {
    return Stream.of(
        row(
            "leads out",
            "member/leads-out",
            "failed to extract tar file demo-1.0-1.tgz.",
            clean().withAgain("../x", "x")),
        row("absolute", "member/absolute", "absolute", clean().withAgain("/x", "x")),
        row(
            "symbolic link",
            "member/link",
            "is a link",
            clean().withMember("./x", TarConstants.LF_SYMLINK, "/etc/passwd")),
        row(
            "hard link",
            "member/link",
            "is a link",
            clean().withMember("./x", TarConstants.LF_LINK, "./metadata.yaml")),
        row(
            "named pipe",
            "member/device",
            "neither a regular file nor a directory",
            clean().withMember("./x", TarConstants.LF_FIFO, "")),
        row(
            "device",
            "member/device",
            "neither a regular file nor a directory",
            clean().withMember("./x", TarConstants.LF_CHR, "")),
        row(
            "file and directory",
            "member/name",
            "is a file and a directory",
            clean().withAgain("./metadata.yaml/x", "x")),
        row(
            "same name twice",
            "member/duplicate",
            "more than once",
            clean().withAgain("./metadata.yaml", "x")),
        row("no ./", "member/prefix", "without './'", clean().withAgain("x", "x")),
        row(
            "closed directory",
            "member/directory-mode",
            "has mode 0500",
            clean().withMode("./x/", TarConstants.LF_DIR, 0500)),
        row(
            "private file",
            "member/file-mode",
            "has mode 0600",
            clean().withMode("./x", TarConstants.LF_NORMAL, 0600)));
  }

  static Stream<Arguments> contents() {
    return Stream.of(
        row("no metadata", "content/metadata", NO_NAME, clean().without("./metadata.yaml")),
        row(
            "all in one folder",
            "content/metadata",
            "it lies in demo/metadata.yaml",
            new TarballFixture().with("demo/metadata.yaml", "app_name: demo\n")),
        row(
            "no FluxCD tree",
            "content/fluxcd-manifests",
            "FluxCD manifest structure is not present",
            clean().without("./fluxcd-manifests/kustomization.yaml")),
        row(
            "no base in the FluxCD tree",
            "content/fluxcd-manifests",
            "FluxCD manifest structure is not present",
            clean()
                .without("./fluxcd-manifests/base/kustomization.yaml")
                .without("./fluxcd-manifests/base/helmrepository.yaml")),
        row(
            "an Armada manifest alone",
            "content/fluxcd-manifests",
            "FluxCD manifest structure is not present",
            new TarballFixture()
                .with("./metadata.yaml", METADATA)
                .with("./manifest.yaml", "schema: armada/Manifest/v1\n")),
        row(
            "no charts",
            "content/no-charts",
            "no directory charts/",
            clean().without("./charts/demo-1.0.0.tgz")),
        row(
            "empty charts/",
            "content/charts-empty",
            "tar file contains no Helm charts.",
            clean()
                .without("./charts/demo-1.0.0.tgz")
                .withMode("./charts/", TarConstants.LF_DIR, 0755)),
        row(
            "charts of another extension",
            "content/charts-extension",
            "tar file contains no Helm charts of expected file extension (.tgz).",
            clean().without("./charts/demo-1.0.0.tgz").with("./charts/demo.zip", "x")),
        row(
            "archive elsewhere",
            "content/archive-elsewhere",
            "outside charts/",
            clean().with("./more/x.tgz", "x")),
        row(
            "damaged archive elsewhere",
            "chart/archive",
            "failed to extract tar file x.tgz.",
            clean().with("./more/x.tgz", "x")),
        row(
            "embedded images",
            "content/images",
            "embedded images are not yet supported.",
            clean().with("./images/x", "x")),
        row(
            "plugins without wheel",
            "content/plugins-empty",
            "holds no wheel",
            clean().with("./plugins/x.egg", "x")));
  }

  static Stream<Arguments> checksums() {
    return Stream.of(
        row("no sums", "checksum/absent", "no *.md5", clean().withoutSums()),
        row(
            "other kind of sum",
            "checksum/absent",
            "no *.md5",
            clean().withoutSums().with("./checksum.sha256", "x\n")),
        row(
            "sums below the top",
            "checksum/absent",
            "no *.md5",
            clean().withoutSums().with("./charts/checksum.md5", SUM + "  ./metadata.yaml\n")),
        row("several", "checksum/several", "a.md5, checksum.md5", clean().with("./a.md5", "x\n")),
        row(
            "other content",
            "checksum/mismatch",
            "checksum validation failed. (./metadata.yaml has other content)",
            clean().withoutSums().with("./a.md5", SUM + "  ./metadata.yaml\n")),
        row(
            "missing file",
            "checksum/mismatch",
            "checksum validation failed. (./gone is missing)",
            clean().withoutSums().with("./a.md5", SUM + "  ./gone\n")),
        row(
            "no line",
            "checksum/mismatch",
            "checksum validation failed. (it holds no checksum line)",
            clean().withoutSums().with("./a.md5", "nothing\n")),
        row(
            "unlisted file",
            "checksum/unlisted",
            "has no checksum",
            clean().withAgain("./extra", "x")));
  }
}
