/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarWriterTest {

  /** What is written is what the strict reader extracts, whatever names and contents. */
  @Property(tries = 60)
  void readsBackWhatItWrote(@ForAll("trees") Map<String, byte[]> files) throws IOException {
    try (TemporaryDirectory directory = TemporaryDirectory.create("tar-")) {
      Path archive = directory.path().resolve("a.tar.gz");
      SortedMap<String, byte[]> sorted = new TreeMap<>(files);
      try (TarWriter tar = TarWriter.gzip(Files.newOutputStream(archive))) {
        for (Map.Entry<String, byte[]> file : sorted.entrySet()) {
          tar.file("./" + file.getKey(), file.getValue());
        }
      }
      Path into = Files.createDirectory(directory.path().resolve("into"));

      Extraction extraction = new Archives(ArchiveLimits.ofApplication()).extract(archive, into);

      assertThat(extraction)
          .isInstanceOfSatisfying(
              Extraction.Extracted.class,
              extracted ->
                  assertThat(extracted.files()).containsExactlyElementsOf(sorted.keySet()));
      for (Map.Entry<String, byte[]> file : sorted.entrySet()) {
        assertThat(into.resolve(file.getKey())).hasBinaryContent(file.getValue());
      }
    }
  }

  @Provide
  Arbitrary<Map<String, byte[]>> trees() {
    Arbitrary<String> name =
        Arbitraries.strings()
            .withCharRange('a', 'z')
            .withChars("._-+é ")
            .ofMinLength(1)
            .ofMaxLength(120)
            .map(text -> "n" + text);
    Arbitrary<String> path =
        name.list()
            .ofMinSize(1)
            .ofMaxSize(4)
            .map(names -> String.join("/d", names) + (names.size() % 2 == 0 ? ".f" : ".tgz"));
    Arbitrary<byte[]> content = Arbitraries.bytes().array(byte[].class).ofMaxSize(2000);
    return Arbitraries.maps(path, content).ofMinSize(1).ofMaxSize(6);
  }

  @Test
  void whatIsCompressedAlreadyIsStored(@TempDir Path directory) throws Exception {
    byte[] text = "text ".repeat(20_000).getBytes(StandardCharsets.UTF_8);
    Path archive = directory.resolve("a.tgz");
    try (TarWriter tar = TarWriter.gzip(Files.newOutputStream(archive))) {
      tar.file("./a.txt", text);
      tar.file("./b.tgz", text);
      tar.file("./c.txt", text);
    }

    assertThat(Files.size(archive)).isBetween(100_000L, 104_000L);
    run("tar", "-xf", archive.toString(), "-C", directory.toString());
    for (String file : List.of("a.txt", "b.tgz", "c.txt")) {
      assertThat(directory.resolve(file)).hasBinaryContent(text);
    }
  }

  @Test
  void aTreeIsSortedWithDirectoriesBeforeTheirFilesWhateverTheUmask(@TempDir Path directory)
      throws Exception {
    Path tree = directory.resolve("tree");
    Files.createDirectories(tree.resolve("b"));
    Files.writeString(tree.resolve("b/2"), "2");
    Files.writeString(tree.resolve("b/1"), "1");
    Files.writeString(tree.resolve("a"), "a");
    Path archive = directory.resolve("a.tar");
    write(tree, archive);
    byte[] first = Files.readAllBytes(archive);
    run("chmod", "-R", "u=rwx,go=", tree.toString());
    run("touch", "-d", "2001-02-03", tree.resolve("a").toString());
    write(tree, archive);

    assertThat(Files.readAllBytes(archive)).isEqualTo(first);
    assertThat(run("tar", "--full-time", "--utc", "-tvf", archive.toString()))
        .map(line -> Arrays.asList(line.split(" +", 6)))
        .map(
            fields ->
                fields.get(0) + " " + fields.get(1) + " " + fields.get(3) + " " + fields.get(5))
        .containsExactly(
            "drwxr-xr-x 0/0 1980-01-01 ./",
            "-rw-r--r-- 0/0 1980-01-01 ./a",
            "drwxr-xr-x 0/0 1980-01-01 ./b/",
            "-rw-r--r-- 0/0 1980-01-01 ./b/1",
            "-rw-r--r-- 0/0 1980-01-01 ./b/2");
  }

  private static void write(Path tree, Path archive) throws IOException {
    try (TarWriter tar = TarWriter.plain(Files.newOutputStream(archive))) {
      tar.tree(tree, "./");
    }
  }

  private static List<String> run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }
}
