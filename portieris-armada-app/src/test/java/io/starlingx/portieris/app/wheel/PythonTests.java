/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.DynamicTest;

/** Runs Python in an interpreter of this machine, which has to have one. */
public final class PythonTests {

  private static final Pattern RESULT = Pattern.compile("(test_\\w+) \\.\\.\\. (.*)");

  private PythonTests() {}

  /** The tests of a Python file against an unpacked wheel, each as a test of its own. */
  public static List<DynamicTest> tests(
      Path wheel, Path directory, String module, Map<String, String> environment) throws Exception {
    Path unpacked = unpack(wheel, directory.resolve("unpacked"));
    List<String> lines =
        output(environment, resource("standins/run.py").toString(), unpacked.toString(), module)
            .lines();
    List<DynamicTest> tests = new ArrayList<>();
    for (String line : lines) {
      Matcher result = RESULT.matcher(line);
      if (result.matches()) {
        tests.add(
            DynamicTest.dynamicTest(
                result.group(1).substring("test_".length()).replace('_', ' '),
                () -> assertThat(result.group(2)).as(String.join("\n", lines)).isEqualTo("ok")));
      }
    }
    assertThat(lines.getLast()).as(String.join("\n", lines)).matches("OK|FAILED .*");
    return tests;
  }

  /** What a script prints. */
  static List<String> run(String... command) throws Exception {
    Output output = output(Map.of(), command);
    assertThat(output.exit()).as(String.join("\n", output.lines())).isZero();
    return output.lines();
  }

  private record Output(int exit, List<String> lines) {}

  private static Output output(Map<String, String> environment, String... command)
      throws Exception {
    List<String> all = new ArrayList<>(List.of("python3", "-I"));
    all.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    List<String> lines = process.inputReader().lines().toList();
    return new Output(process.waitFor(), lines);
  }

  static Path resource(String name) throws URISyntaxException {
    URL url = PythonTests.class.getResource(name);
    assertThat(url).as(name).isNotNull();
    return Path.of(url.toURI());
  }

  static Path unpack(Path wheel, Path directory) throws IOException {
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        Path file = directory.resolve(entry.getName());
        Files.createDirectories(file.resolve("..").normalize());
        try (InputStream in = zip.getInputStream(entry)) {
          Files.copy(in, file);
        }
      }
    }
    return directory;
  }
}
