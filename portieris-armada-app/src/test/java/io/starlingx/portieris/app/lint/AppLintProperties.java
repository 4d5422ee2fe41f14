/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.archive.ArchiveLimits;
import io.starlingx.portieris.app.archive.TarballFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class AppLintProperties {

  private static final ArchiveLimits SMALL = new ArchiveLimits(1 << 20, 200, 64 * 1024);
  private static final byte[] CLEAN = LintTarball.clean().tar();

  @Property(tries = 150)
  void neverThrowsOnMutatedTarballs(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 1 << 20) Integer> places,
      @ForAll byte value)
      throws IOException {
    byte[] mutated = CLEAN.clone();
    for (int place : places) {
      mutated[place % mutated.length] = value;
    }
    assertEachFindingIsComplete(TarballFixture.gzip(mutated));
  }

  @Property(tries = 100)
  void neverThrowsOnMutatedMetadata(@ForAll @IntRange(max = 200) int place, @ForAll char value)
      throws IOException {
    StringBuilder metadata = new StringBuilder(LintTarball.METADATA);
    metadata.insert(place % metadata.length(), value);
    assertEachFindingIsComplete(
        LintTarball.clean().with("./metadata.yaml", metadata.toString()).bytes());
  }

  @Property(tries = 50)
  void neverThrowsOnArbitraryBytes(@ForAll byte[] content) throws IOException {
    assertEachFindingIsComplete(content);
  }

  private static void assertEachFindingIsComplete(byte[] tarball) throws IOException {
    Path file = Files.createTempFile("demo-", "-1.0-1.tgz");
    try {
      Files.write(file, tarball);
      assertThat(new AppLint(SMALL).lint(file, Set.of(Sysinv.values())).findings())
          .isNotEmpty()
          .allSatisfy(
              finding -> {
                assertThat(finding.file()).isNotEmpty();
                assertThat(finding.message()).isNotEmpty();
                assertThat(finding.sysinv()).isNotEmpty();
              });
    } finally {
      Files.delete(file);
    }
  }
}
