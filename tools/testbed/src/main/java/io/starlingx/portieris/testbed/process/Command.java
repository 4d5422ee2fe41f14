/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.process;

import io.starlingx.portieris.testbed.TestbedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A program that is waited for.
 *
 * @param arguments the program and its arguments
 * @param directory its working directory
 * @param environment variables added to this process's own
 * @param input what it reads from its standard input
 * @param limit when it is killed
 */
public record Command(
    List<String> arguments,
    Path directory,
    Map<String, String> environment,
    String input,
    Duration limit) {

  private static final Duration DEFAULT_LIMIT = Duration.ofMinutes(2);

  public Command {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** A command in a directory with nothing to read and two minutes' time. */
  public static Command of(Path directory, List<String> arguments) {
    return new Command(arguments, directory, Map.of(), "", DEFAULT_LIMIT);
  }

  public Command withEnvironment(Map<String, String> added) {
    return new Command(arguments, directory, added, input, limit);
  }

  public Command withInput(String text) {
    return new Command(arguments, directory, environment, text, limit);
  }

  public Command withLimit(Duration time) {
    return new Command(arguments, directory, environment, input, time);
  }

  /**
   * Runs it.
   *
   * @return what it printed on both outputs
   * @throws TestbedException if it cannot be started, takes too long or fails, with what it printed
   */
  public String run() {
    StringBuilder output = new StringBuilder();
    int exit = run(line -> output.append(line).append('\n'));
    if (exit != 0) {
      throw new TestbedException(
          "%s failed with exit code %d:%n%s".formatted(text(), exit, output.toString().indent(2)));
    }
    return output.toString();
  }

  /**
   * Runs it and hands over each line as it is printed, on either output.
   *
   * @return the exit code
   * @throws TestbedException if it cannot be started or takes too long
   */
  public int run(Consumer<String> onLine) {
    ProcessBuilder builder =
        new ProcessBuilder(arguments).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      try {
        return communicate(process, onLine);
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new TestbedException("cannot run " + text() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TestbedException("interrupted while running " + text(), e);
    }
  }

  private int communicate(Process process, Consumer<String> onLine)
      throws IOException, InterruptedException {
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It ended without reading everything; its exit code tells why.
    }
    Thread reader = Thread.ofVirtual().start(() -> process.inputReader().lines().forEach(onLine));
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new TestbedException(text() + " did not end within " + limit.toSeconds() + " s");
    }
    reader.join();
    return process.exitValue();
  }

  private String text() {
    return String.join(" ", arguments);
  }
}
