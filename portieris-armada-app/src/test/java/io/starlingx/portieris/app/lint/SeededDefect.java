/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import static io.starlingx.portieris.app.lint.LintTarball.clean;
import static io.starlingx.portieris.app.lint.LintTarball.metadata;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.starlingx.portieris.app.archive.TarballFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Tarballs with one defect each and what the linter must say of it: rows of the defect's title,
 * which begins with a section of docs/starlingx/lint.md, the rule, a part of the message and the
 * tarball.
 */
final class SeededDefect {

  private SeededDefect() {}

  static Arguments row(String defect, String rule, String text, TarballFixture tarball) {
    return arguments(Rules.section(rule) + " " + defect, rule, text, tarball);
  }

  /** A row of a tarball whose {@code metadata.yaml} is this. */
  static Arguments whole(String defect, String rule, String text, String metadata) {
    return row(defect, rule, text, clean().with("./metadata.yaml", metadata));
  }

  /** A row of a tarball whose {@code metadata.yaml} says this beside what it must. */
  static Arguments more(String defect, String rule, String text, String more) {
    return row(defect, rule, text, metadata(more));
  }

  /** Fails unless the linter finds what the row says, for these versions of the platform. */
  static void assertFound(
      Set<Sysinv> versions,
      Path directory,
      String defect,
      String rule,
      String text,
      TarballFixture tarball)
      throws IOException {
    Path file = tarball.write(directory.resolve("demo-1.0-1.tgz"));

    assertThat(new AppLint().lint(file, versions).findings())
        .as(defect)
        .anySatisfy(
            finding -> {
              assertThat(finding.rule()).isEqualTo(rule);
              assertThat(finding.message()).contains(text);
            });
  }

  /** Fails if the linter finds anything. */
  static void assertClean(Path directory, String condition, TarballFixture tarball)
      throws IOException {
    Path file = tarball.write(directory.resolve("demo-1.0-1.tgz"));

    assertThat(new AppLint().lint(file, Set.of()).findings()).as(condition).isEmpty();
  }

  /** All rows of this package but those about the Armada manifest. */
  static Stream<Arguments> rows() {
    return Stream.of(
            SeededDefectsTest.members(),
            SeededDefectsTest.contents(),
            SeededDefectsTest.checksums(),
            SeededMetadataDefectsTest.keys(),
            SeededMetadataDefectsTest.flags(),
            SeededMetadataShapesTest.shapes(),
            SeededMetadataTrapsTest.traps(),
            SeededImageDefectsTest.charts(),
            SeededTreeDefectsTest.tree(),
            SeededReleaseDefectsTest.releases(),
            SeededReleaseDefectsTest.fields(),
            SeededImageDefectsTest.images(),
            SeededPluginDefectsTest.plugins())
        .flatMap(rows -> rows);
  }
}
