/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every command line that a document shows is one that the command tree takes. */
class DocumentedCommandsTest {

  private static final Path ROOT = Path.of(System.getProperty("portieris.root", "."));
  private static final Pattern COMMAND =
      Pattern.compile(
          "^\\s*(?:\\$ |# )?\\./portieris ([^|>#]+?)\\s*(?:[#>|].*)?$", Pattern.MULTILINE);
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

  /** These are the launcher's own. */
  private static final Set<String> LAUNCHER = Set.of("mvn", "test");

  @TestFactory
  Stream<DynamicTest> aDocumentedCommandIsAccepted() throws IOException {
    return documents().stream()
        .flatMap(DocumentedCommandsTest::commands)
        .distinct()
        .map(line -> DynamicTest.dynamicTest(line, () -> parse(line)));
  }

  @Test
  void theReadmeShowsTheTwoCommands() {
    assertThat(read(ROOT.resolve("README.md")))
        .containsPattern("(?m)^\\./portieris demo\\b")
        .containsPattern("(?m)^\\./portieris test\\b");
  }

  private static void parse(String line) {
    String[] words = words(line).toArray(String[]::new);
    assertThatCode(() -> Main.commandLine().parseArgs(words)).doesNotThrowAnyException();
  }

  private static List<String> words(String line) {
    return WORD.matcher(line).results().map(DocumentedCommandsTest::text).toList();
  }

  private static String text(MatchResult word) {
    return Stream.of(1, 2, 3).map(word::group).filter(g -> g != null).findFirst().orElse("");
  }

  private static Stream<String> commands(Path document) {
    return COMMAND
        .matcher(read(document))
        .results()
        .map(match -> match.group(1))
        .filter(line -> !LAUNCHER.contains(words(line).getFirst()));
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(top, docs).filter(p -> p.toString().endsWith(".md")).sorted().toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
