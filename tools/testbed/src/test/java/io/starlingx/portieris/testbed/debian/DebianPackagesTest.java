/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.debian;

import static io.starlingx.portieris.testbed.debian.DebianProgram.NOTARY;
import static io.starlingx.portieris.testbed.debian.DebianProgram.NOTARY_SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.testbed.Progress;
import io.starlingx.portieris.testbed.TestbedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebianPackagesTest {

  @TempDir private Path directory;

  private final List<String> unpacked = new ArrayList<>();

  @Test
  void programOnPathIsTakenAsItIs() {
    Path program = executable(directory.resolve("bin/notary"));

    assertThat(packages(this::unpackNotary).program(NOTARY)).isEqualTo(program);
    assertThat(unpacked).isEmpty();
  }

  @Test
  void missingProgramsAreUnpackedOncePerPackage() {
    DebianPackages packages = packages(this::unpackNotary);

    assertThat(packages.program(NOTARY)).isExecutable();
    assertThat(packages.program(NOTARY_SERVER)).isExecutable();
    assertThat(packages(this::unpackNotary).program(NOTARY)).isExecutable();

    assertThat(unpacked).containsExactly("notary");
  }

  @Test
  void failedUnpackingLeavesNothingAndNamesTheRemedy() {
    DebianPackages packages =
        packages(
            (name, target) -> {
              executable(target.resolve("usr/bin/notary"));
              throw new TestbedException("no package lists");
            });

    assertThatThrownBy(() -> packages.program(NOTARY))
        .isInstanceOf(TestbedException.class)
        .hasMessageContaining("no package lists")
        .hasMessageContaining("apt-get install notary");
    assertThat(directory.resolve("cache/portieris/debian"))
        .isDirectoryNotContaining("glob:**part*");
    assertThat(directory.resolve("cache/portieris/debian/notary")).doesNotExist();
  }

  @Test
  void remainsOfAKilledProcessAreClearedAway() throws IOException {
    Path abandoned = directory.resolve("cache/portieris/debian/.part-123/usr/bin");
    Files.createDirectories(abandoned);

    packages(this::unpackNotary).program(NOTARY);

    assertThat(abandoned).doesNotExist();
  }

  private DebianPackages packages(PackageSource source) {
    return new DebianPackages(
        Map.of(
            "PATH", directory.resolve("bin").toString(),
            "XDG_CACHE_HOME", directory.resolve("cache").toString()),
        source,
        Progress.silent());
  }

  private void unpackNotary(String name, Path target) {
    unpacked.add(name);
    executable(target.resolve("usr/bin/notary"));
    executable(target.resolve("usr/bin/notary-server"));
  }

  private static Path executable(Path file) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, "#!/bin/sh\n");
      file.toFile().setExecutable(true);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
