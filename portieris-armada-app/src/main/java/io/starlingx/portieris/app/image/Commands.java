/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs a program of this machine to its end. */
final class Commands {

  private static final Map<String, String> ENVIRONMENT =
      Map.of("LC_ALL", "C.UTF-8", "TZ", "UTC", "JAVA_TOOL_OPTIONS", "", "JDK_JAVA_OPTIONS", "");

  private Commands() {}

  /**
   * Its output, standard error included.
   *
   * @throws ImageException when it fails, with what it printed
   * @throws IOException when it cannot be started
   */
  static String run(List<String> command, Path directory) throws IOException, ImageException {
    Process process = start(command, directory, true);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = await(process);
    if (status != 0) {
      throw new ImageException(
          String.join(" ", command) + " failed with status " + status + ": " + output.strip());
    }
    return output;
  }

  static Process start(List<String> command, Path directory, boolean mergeError)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(ENVIRONMENT);
    builder.environment().values().removeIf(String::isEmpty);
    builder.redirectErrorStream(mergeError);
    if (!mergeError) {
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    }
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  static int await(Process process) throws ImageException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new ImageException("interrupted", e);
    }
  }
}
