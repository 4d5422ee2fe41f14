/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.testbed.TestbedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Probe NEVER =
      () -> {
        throw new IOException("nobody answers");
      };

  @TempDir private Path directory;

  @Test
  void endOfServerBeforeReadinessShowsItsLog() {
    try (ServerProcess server = shell("echo cannot bind; exit 3")) {
      assertThatThrownBy(() -> server.awaitReady(LONG, NEVER))
          .isInstanceOf(TestbedException.class)
          .hasMessageContaining("ended with exit code 3")
          .hasMessageContaining("cannot bind");
    }
  }

  @Test
  void serverThatIsNeverReadyIsGivenUpWithItsLastAnswer() {
    try (ServerProcess server = shell("exec sleep 600")) {
      assertThatThrownBy(() -> server.awaitReady(Duration.ofMillis(60), NEVER))
          .isInstanceOf(TestbedException.class)
          .hasMessageContaining("was not ready within")
          .hasMessageContaining("nobody answers");
    }
  }

  @Test
  void missingProgramEndsWithTheShellsMessage() {
    try (ServerProcess server =
        ServerProcess.start("ghost", directory, List.of("/no/such/program"))) {
      assertThatThrownBy(() -> server.awaitReady(LONG, NEVER))
          .hasMessageContaining("ended with exit code 127");
    }
  }

  @Test
  void closingEndsTheServer() {
    ServerProcess server = shell("exec sleep 600");

    server.close();

    assertThat(server.isAlive()).isFalse();
  }

  @Test
  void serverDiesWithTheMachineThatStartedIt() throws Exception {
    Process parent = startServerInOtherJvm("keep");
    ProcessHandle server = ProcessHandle.of(pidPrintedBy(parent)).orElseThrow();

    parent.destroyForcibly();

    assertThat(server.onExit().join().isAlive()).isFalse();
  }

  @Test
  void releasedServerOutlivesTheMachineThatStartedIt() throws Exception {
    Process parent = startServerInOtherJvm("release");
    ProcessHandle server = ProcessHandle.of(pidPrintedBy(parent)).orElseThrow();
    ProcessHandle guard = server.children().findFirst().orElseThrow();

    try {
      awaitEndOf(guard);
      parent.destroyForcibly().waitFor();
      assertThat(server.isAlive()).isTrue();
    } finally {
      server.destroyForcibly();
    }
  }

  /** The guard has no parent that would collect it, so it ends as a zombie. */
  private static void awaitEndOf(ProcessHandle guard) throws Exception {
    Path state = Path.of("/proc", Long.toString(guard.pid()), "stat");
    while (!Files.readString(state).contains(") Z ")) {
      guard.onExit().completeOnTimeout(guard, 10, TimeUnit.MILLISECONDS).get();
    }
  }

  private ServerProcess shell(String script) {
    return ServerProcess.start("server", directory, List.of("/bin/sh", "-c", script));
  }

  private Process startServerInOtherJvm(String mode) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Parent.class.getName(),
            Files.createDirectories(directory.resolve("other")).toString(),
            mode)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static long pidPrintedBy(Process parent) throws IOException {
    return Long.parseLong(parent.inputReader().readLine());
  }

  /** Starts a server, prints its process id and waits to be killed. */
  static final class Parent {

    private Parent() {}

    public static void main(String[] args) throws Exception {
      ServerProcess server =
          ServerProcess.start("server", Path.of(args[0]), List.of("/bin/sleep", "600"));
      server.awaitReady(LONG, () -> true);
      if (args[1].equals("release")) {
        server.release();
      }
      System.out.println(server.pid());
      System.in.read();
    }
  }
}
