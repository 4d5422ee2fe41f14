/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.testbed.TestbedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTest {

  @TempDir private Path directory;

  @Test
  void runsInItsDirectoryWithInputAndVariables() {
    String output =
        shell("pwd; cat; echo $ADDED >&2")
            .withInput("from input\n")
            .withEnvironment(Map.of("ADDED", "from variable"))
            .run();

    assertThat(output).isEqualTo(directory + "\nfrom input\nfrom variable\n");
  }

  @Test
  void failureShowsWhatWasPrinted() {
    assertThatThrownBy(() -> shell("echo disk full; exit 7").run())
        .isInstanceOf(TestbedException.class)
        .hasMessageContaining("failed with exit code 7")
        .hasMessageContaining("disk full");
  }

  @Test
  void programThatDoesNotReadItsInputIsNoError() {
    assertThat(shell("exec true").withInput("x".repeat(1_000_000)).run()).isEmpty();
  }

  @Test
  void missingProgramIsNamed() {
    assertThatThrownBy(() -> Command.of(directory, List.of("/no/such/program")).run())
        .isInstanceOf(TestbedException.class)
        .hasMessageContaining("cannot run /no/such/program");
  }

  @Test
  void overdueProgramIsKilledWithItsChildren() throws Exception {
    Path pid = directory.resolve("pid");
    Command command =
        shell("sleep 600 & echo $! > pid.new; mv pid.new pid; wait")
            .withLimit(Duration.ofSeconds(3));

    assertThatThrownBy(command::run)
        .isInstanceOf(TestbedException.class)
        .hasMessageContaining("did not end within 3 s");

    ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
        .ifPresent(child -> child.onExit().join());
  }

  private Command shell(String script) {
    return Command.of(directory, List.of("/bin/sh", "-c", script));
  }
}
