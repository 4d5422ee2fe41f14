/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.helm;

import io.starlingx.portieris.app.archive.TemporaryDirectory;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes calls of Helm in a process of their own, one after the other. Helm's engine can only be
 * interrupted by a signal to the process that it runs in, and takes that process's signals for
 * itself.
 */
final class HelmProcess {

  /** Little is to be compiled, and little lives long. */
  private static final List<String> OPTIONS =
      List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private Optional<Process> running = Optional.empty();

  /**
   * Makes the call and waits for its end.
   *
   * @return what Helm reports
   * @throws HelmFailure with what Helm says when it did not succeed, or when it was ended
   */
  String run(HelmCall call) throws HelmFailure {
    try (TemporaryDirectory directory = TemporaryDirectory.create("portieris-helm-")) {
      Path result = directory.path().resolve("result");
      Path errors = directory.path().resolve("errors");
      int code = await(start(call, directory.path(), result, errors));
      if (Files.exists(result) && code <= HelmWorker.REFUSED) {
        String text = Files.readString(result);
        if (code == HelmWorker.DONE) {
          return text;
        }
        throw HelmFailure.of(new IllegalStateException(text));
      }
      throw HelmFailure.of(
          new IllegalStateException(
              ("Helm has ended with code " + code + "\n" + Files.readString(errors)).strip()));
    } catch (IOException e) {
      throw new HelmFailure("Helm cannot be run: " + e.getMessage(), e);
    }
  }

  private synchronized Process start(HelmCall call, Path directory, Path result, Path errors)
      throws IOException {
    List<String> command = new ArrayList<>();
    setsid().ifPresent(command::add);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    // Helm's engine is unpacked there, and is gone with the directory however the process ends.
    command.add("-Djava.io.tmpdir=" + directory);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(HelmWorker.class.getName());
    command.add(result.toString());
    command.addAll(call.words());
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(errors.toFile())
            .start();
    running = Optional.of(process);
    return process;
  }

  /** In a session of its own it does not hear Ctrl-C, which is this program's to act upon. */
  private static Optional<String> setsid() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, "setsid"))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  private int await(Process process) throws HelmFailure {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw HelmFailure.of(new IllegalStateException("interrupted"));
    } finally {
      ended();
    }
  }

  private synchronized void ended() {
    running = Optional.empty();
  }

  /**
   * Ends the call under way; nothing happens when there is none.
   *
   * @param isForced at once, which leaves the release pending; else Helm ends it in order
   */
  synchronized void end(boolean isForced) {
    if (isForced) {
      running.ifPresent(Process::destroyForcibly);
    } else {
      running.ifPresent(Process::destroy);
    }
  }
}
