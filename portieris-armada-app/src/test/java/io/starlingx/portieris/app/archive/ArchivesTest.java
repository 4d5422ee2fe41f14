/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.archive.Extraction.Extracted;
import io.starlingx.portieris.app.archive.Extraction.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchivesTest {

  private static final ArchiveLimits SMALL = new ArchiveLimits(1 << 20, 50, 64 * 1024);

  @TempDir Path directory;
  private Path into;

  @BeforeEach
  void makeDirectory() throws IOException {
    into = Files.createDirectory(directory.resolve("into"));
  }

  @Test
  void extractsFilesWithOrWithoutLeadingDotOrSlash() throws IOException {
    Extraction result =
        extract(plain().with("./a/b", "1").with("c", "22").with("/d", "333").bytes());

    assertThat(result).isInstanceOf(Extracted.class);
    assertThat(((Extracted) result).files()).containsExactlyInAnyOrder("a/b", "c", "d");
    assertThat(((Extracted) result).bytes()).isEqualTo(6);
    assertThat(into.resolve("a/b")).hasContent("1");
    assertThat(into.resolve("d")).hasContent("333");
  }

  @Test
  void extractsAnUncompressedArchive() throws IOException {
    assertThat(extract(plain().with("a", "1").tar())).isInstanceOf(Extracted.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/../../x", "./..", "/../x"})
  void refusesMemberThatLeadsOut(String name) throws IOException {
    assertRefused(extract(plain().withAgain(name, "evil").bytes()), "leads out of the directory");
    assertThat(directory.resolve("x")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      bytes = {
        TarConstants.LF_SYMLINK,
        TarConstants.LF_LINK,
        TarConstants.LF_FIFO,
        TarConstants.LF_CHR,
        TarConstants.LF_BLK,
        TarConstants.LF_CONTIG
      })
  void refusesLinksAndDevices(byte type) throws IOException {
    assertRefused(
        extract(plain().withMember("./x", type, "/etc/passwd").bytes()),
        "neither a regular file nor a directory");
    assertThat(into).isEmptyDirectory();
  }

  @Test
  void refusesMemberThatOccursTwice() throws IOException {
    assertRefused(
        extract(plain().withAgain("./a", "1").withAgain("a", "2").bytes()),
        "member a occurs twice");
  }

  @Test
  void refusesFileThatIsAlsoADirectory() throws IOException {
    assertRefused(
        extract(plain().withAgain("a", "1").withAgain("a/b", "2").bytes()),
        "member a is a file and a directory");
  }

  @Test
  void refusesMoreBytesThanAllowed() throws IOException {
    byte[] bomb = plain().with("zeros", new byte[(1 << 20) + 1]).bytes();

    assertThat(bomb.length).isLessThan(4096);
    assertRefused(extract(bomb), "unpacks to more than 1048576 bytes");
    assertThat(into).isEmptyDirectory();
  }

  @Test
  void refusesMoreMembersThanAllowed() throws IOException {
    TarballFixture tarball = plain();
    for (int i = 0; i < 51; i++) {
      tarball.with("f" + i, "");
    }
    assertRefused(extract(tarball.bytes()), "holds more than 50 members");
  }

  @Test
  void refusesExtendedHeaderLargerThanAllowed() throws IOException {
    assertRefused(extract(plain().withLongName(2 << 20).bytes()), "larger than allowed");
  }

  @Test
  void refusesEndlessZerosAfterTheLastMember() throws IOException {
    byte[] tar = Arrays.copyOf(plain().with("a", "1").tar(), 8 << 20);
    assertRefused(extract(TarballFixture.gzip(tar)), "larger than allowed");
  }

  @Test
  void refusesNameWithControlCharacters() throws IOException {
    assertRefused(extract(plain().with("a\nb", "1").bytes()), "control characters");
  }

  @Test
  void refusesArchiveCutAnywhere() throws IOException {
    byte[] whole = TarballFixture.acceptable().bytes();
    for (int length : new int[] {1, 10, whole.length / 4, whole.length / 2, whole.length - 1}) {
      Path target = Files.createDirectory(directory.resolve("cut" + length));
      Path file = Files.write(directory.resolve("cut.tgz"), Arrays.copyOf(whole, length));
      assertThat(new Archives(SMALL).extract(file, target))
          .as("cut after %d bytes", length)
          .isInstanceOf(Refused.class);
    }
  }

  @Test
  void refusesWhatIsNoArchive() throws IOException {
    assertThat(extract("<html>not found</html>".repeat(100).getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(Refused.class);
  }

  @Test
  void writesNothingBesideTheDirectory() throws IOException {
    extract(plain().with("/abs/olute", "1").bytes());
    try (Stream<Path> entries = Files.list(directory)) {
      assertThat(entries.map(p -> p.getFileName().toString())).containsOnly("into", "a.tgz");
    }
  }

  private static TarballFixture plain() {
    return new TarballFixture().withoutSums();
  }

  private Extraction extract(byte[] archive) throws IOException {
    return new Archives(SMALL).extract(Files.write(directory.resolve("a.tgz"), archive), into);
  }

  private static void assertRefused(Extraction result, String reason) {
    assertThat(result).isInstanceOf(Refused.class);
    assertThat(((Refused) result).reason()).contains(reason);
  }
}
