/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.build.BuildProgress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramArchiveTest {

  private static final JavaProgram PROGRAM = JavaProgram.webhook();

  @TempDir static Path shared;
  private static Path archive = Path.of("");
  private static Path unpacked = Path.of("");

  @TempDir Path directory;

  @BeforeAll
  static void packAndUnpack() throws Exception {
    Path lib = DistributionFixture.write(shared.resolve("distribution"));
    Path home =
        new ProgramRuntime(PROGRAM, BuildProgress.silent()).layOut(lib, shared.resolve("work"));
    archive = write(home, shared.resolve("demo-1.tar.gz"));
    Commands.run(List.of("tar", "-xzf", archive.toString()), shared);
    // Where it was unpacked first must not matter.
    unpacked = Files.move(shared.resolve("demo-1"), shared.resolve("moved to here"));
  }

  private static Path write(Path home, Path file) throws IOException {
    Path data = Files.createDirectories(shared.resolve("data"));
    Files.writeString(data.resolve("file"), "content");
    new ProgramArchive(PROGRAM, home)
        .write(
            file,
            "demo",
            new TreeMap<>(Map.of("charts", data)),
            new TreeMap<>(Map.of("LICENSE", data.resolve("file"))));
    return file;
  }

  @Test
  void theSameJarsGiveTheSameBytesElsewhere() throws Exception {
    Path lib = DistributionFixture.write(directory.resolve("else where"));
    Path home =
        new ProgramRuntime(PROGRAM, BuildProgress.silent())
            .layOut(lib, directory.resolve("work place"));

    assertThat(write(home, directory.resolve("demo-1.tar.gz"))).hasSameBinaryContentAs(archive);
  }

  @Test
  void runsWithoutAnyJavaAndWithoutASearchPath() throws Exception {
    assertThat(run(unpacked.resolve("bin/demo"), "a b", "c"))
        .contains("arguments a b c\n")
        .contains("java " + unpacked.toRealPath().resolve("runtime") + "\n");
  }

  @Test
  void runsByASymbolicLink() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("demo"), unpacked.resolve("bin/demo"));

    assertThat(run(link)).contains("java " + unpacked.toRealPath().resolve("runtime") + "\n");
  }

  @Test
  void bringsItsDataAndLicence() {
    assertThat(unpacked.resolve("share/charts/file")).hasContent("content");
    assertThat(unpacked.resolve("LICENSE")).hasContent("content");
    assertThat(unpacked.resolve("bin/demo")).isExecutable();
    assertThat(unpacked.resolve("runtime/lib/jspawnhelper")).isExecutable();
  }

  private static String run(Path program, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("JAVA_HOME", "/nowhere");
    if (!Files.isSymbolicLink(program)) {
      builder.environment().put("PATH", "/nowhere");
    }
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
