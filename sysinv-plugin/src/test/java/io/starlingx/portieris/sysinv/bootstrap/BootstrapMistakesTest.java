/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BootstrapMistakesTest {

  @TempDir Path directory;

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void reports(String block) {
    String yaml = block.lines().filter(line -> !line.startsWith("=> ")).collect(joining("\n"));
    List<String> expected =
        block
            .lines()
            .filter(line -> line.startsWith("=> "))
            .map(line -> line.substring(3))
            .toList();

    assertThat(problems(yaml + "\n")).isEqualTo(expected);
  }

  static Stream<String> reports() {
    String table = new String(BootstrapFiles.resource("mistakes.txt"), StandardCharsets.UTF_8);
    return Arrays.stream(table.split("\n\n")).filter(block -> !block.startsWith("#"));
  }

  @Test
  void reportsAllMistakesOfAllFilesAtOnce() {
    assertThat(new BootstrapFiles(directory).read("a: [\n", "image_trust: {x: 1, replicas: a}\n"))
        .isInstanceOfSatisfying(
            BootstrapResult.Invalid.class,
            invalid ->
                assertThat(invalid.problems())
                    .extracting(problem -> Path.of(problem.file()).getFileName() + problem.path())
                    .containsExactly("0.yml", "1.ymlimage_trust.replicas", "1.ymlimage_trust.x"));
  }

  @Test
  void rejectsAliasesThatMultiply() {
    assertThat(problems(bomb(30)))
        .containsExactly("aliases (*name) repeat it to more than 100000 values");
    assertThat(problems(bomb(200)))
        .containsExactly("not valid YAML: more than 100 aliases (*name)");
  }

  @Test
  void rejectsBinaryFile() {
    assertThat(problems("a: \u0001\n"))
        .containsExactly("1: a control character; is this a text file?");
    Path file = new BootstrapFiles(directory).write("binary", new byte[] {'a', ':', (byte) 0xff});
    assertThat(problems(file)).containsExactly("is not text in UTF-8");
  }

  @Test
  void rejectsFileThatIsMissingOrNone() {
    assertThat(problems(directory.resolve("nowhere.yml"))).containsExactly("does not exist");
    assertThat(problems(directory)).containsExactly("is a directory");
  }

  @Test
  void rejectsFileThatIsTooLarge() throws Exception {
    Path file = directory.resolve("large.yml");
    Files.writeString(file, "#" + "x".repeat(BootstrapReader.LARGEST_FILE));
    assertThat(problems(file)).containsExactly("is larger than 512 KiB");
  }

  private List<String> problems(String yaml) {
    return problems(
        new BootstrapFiles(directory).write("0.yml", yaml.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> problems(Path file) {
    BootstrapResult result = new BootstrapReader(BootstrapFiles.CLOCK).read(List.of(file));
    assertThat(result).isInstanceOf(BootstrapResult.Invalid.class);
    return ((BootstrapResult.Invalid) result)
        .problems().stream()
            .map(problem -> problem.toString().replaceFirst("^\\Q" + file + "\\E: ?", ""))
            .toList();
  }

  private static String bomb(int levels) {
    return IntStream.rangeClosed(1, levels)
        .mapToObj(i -> "a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1))
        .collect(joining("", "a0: &a0 [x, x]\n", ""));
  }
}
