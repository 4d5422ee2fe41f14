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
import java.util.stream.Stream;
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
  void onlyWhatIsCompressedAlreadyIsStored(@TempDir Path directory) throws Exception {
    SortedMap<String, byte[]> members = new TreeMap<>();
    members.put("1.txt", lines("first", 5_000));
    members.put("2.tgz", lines("second", 2_000));
    members.put("3.tgz", lines("third", 70_000));
    members.put("4.txt", lines("fourth", 40_000));
    members.put("5.gz", lines("fifth", 1));
    members.put("6.txt", lines("sixth", 9_000));
    Path archive = directory.resolve("a.tgz");
    try (TarWriter tar = TarWriter.gzip(Files.newOutputStream(archive))) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        tar.file("./" + member.getKey(), member.getValue());
      }
    }

    String packed = Files.readString(archive, StandardCharsets.ISO_8859_1);
    assertThat(Stream.of("first", "second", "third", "fourth", "fifth", "sixth"))
        .filteredOn(of -> packed.contains("line 0 of " + of + "\n"))
        .containsExactly("second", "third", "fifth");
    int stored = members.get("2.tgz").length + members.get("3.tgz").length;
    int text = members.values().stream().mapToInt(member -> member.length).sum() - stored;
    assertThat(packed.length()).isBetween(stored, stored + text / 4);
    run("tar", "-xf", archive.toString(), "-C", directory.toString());
    for (Map.Entry<String, byte[]> member : members.entrySet()) {
      assertThat(directory.resolve(member.getKey())).hasBinaryContent(member.getValue());
    }
  }

  private static byte[] lines(String of, int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append("line ").append(i).append(" of ").append(of).append('\n');
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
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
