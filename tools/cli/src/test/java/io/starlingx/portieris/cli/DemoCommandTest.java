/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.testbed.Awaited;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo, with every real server. */
class DemoCommandTest extends CommandFixture {

  private static final Pattern PINNED =
      Pattern.compile("the cluster runs +localhost:[0-9]+/team/web@(sha256:[0-9a-f]{64})");
  private static final Pattern CONTENT = Pattern.compile(" content +(sha256:[0-9a-f]{64})");

  @Test
  void leadsFromABootstrapFileToARefusedPod() {
    int code = execute("demo");

    assertThat(err.toString()).doesNotContain("error");
    assertThat(code).isZero();
    Matcher content = CONTENT.matcher(out.toString());
    assertThat(content.find()).isTrue();
    assertThat(PINNED.matcher(out.toString()).results())
        .as("the signed pod, before and after the tag was moved")
        .hasSize(2)
        .allMatch(pinned -> pinned.group(1).equals(content.group(1)));
    assertThat(out.toString())
        .contains("reason: NO_TRUST_DATA")
        .contains("does not have trust data for")
        .contains("all of it");
  }

  @Test
  void anotherClusterNeedsAnAddressOfThisMachine(@TempDir Path directory) {
    int code = execute("demo", "--kubeconfig", directory.resolve("config").toString());

    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--advertise ADDRESS");
  }

  @Test
  void aKubeconfigThatIsNotThereIsNamed(@TempDir Path directory) {
    String file = directory.resolve("config").toString();
    int code = execute("demo", "--kubeconfig", file, "--advertise", "192.0.2.1");

    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains(file);
  }

  @Test
  void anAddressOfAnotherMachineIsRefusedBeforeAnythingStarts() {
    int code = execute("demo", "--advertise", "192.0.2.1");

    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--advertise 192.0.2.1 is no address of this machine");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void whatIsKeptLivesUntilItIsEndedAsPrinted(@TempDir Path directory) throws Exception {
    Path printed = directory.resolve("printed");
    Process demo = demo(printed, "--keep");
    assertThat(demo.waitFor()).as(() -> read(printed)).isZero();
    Path work = Path.of(value(printed, "work folder"));
    String kill = line(printed, "kill ");
    try {
      assertThat(work).isNotEmptyDirectory();
      long kept = kill.substring(5).split(" ").length;
      Awaited.until("only what is kept runs", () -> processesNaming(work).count() == kept);
      assertThat(execute("system", "application-list", "--state-dir", work.resolve("system") + ""))
          .isZero();
      assertThat(out.toString()).contains("| portieris ");
    } finally {
      run(kill);
    }
    awaitEnd(work);
    run(line(printed, "rm "));
    assertThat(work).doesNotExist();
  }

  @Test
  void anInterruptionLeavesNothing(@TempDir Path directory) throws Exception {
    Path printed = directory.resolve("printed");
    Process demo = demo(printed);
    Awaited.until(
        () -> read(printed), () -> !demo.isAlive() || read(printed).contains("4. Upload"));
    assertThat(demo.isAlive()).as(() -> read(printed)).isTrue();
    Path work = Path.of(value(printed, "work folder"));

    demo.destroy();

    assertThat(demo.waitFor()).isEqualTo(143);
    assertThat(work).doesNotExist();
    awaitEnd(work);
  }

  /** Whoever watches over a server ends a little after it, or after the program. */
  private static void awaitEnd(Path work) {
    Awaited.until("nothing runs", () -> processesNaming(work).findAny().isEmpty());
  }

  private static Process demo(Path printed, String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dportieris.root=" + System.getProperty("portieris.root"),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "demo"));
    command.addAll(List.of(options));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(printed.toFile())
        .start();
  }

  private static void run(String command) throws Exception {
    assertThat(new ProcessBuilder(command.split(" ")).start().waitFor()).isZero();
  }

  private static Stream<ProcessHandle> processesNaming(Path folder) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(folder.toString()));
  }

  private static String value(Path printed, String label) {
    return line(printed, label).substring(label.length()).strip();
  }

  private static String line(Path printed, String start) {
    return read(printed)
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith(start))
        .findFirst()
        .orElseThrow();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
