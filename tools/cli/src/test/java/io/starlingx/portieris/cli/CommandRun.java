/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * One run of the program within this process.
 *
 * @param code exit code
 */
public record CommandRun(int code, String out, String err) {

  /** Runs it with these arguments. */
  public static CommandRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine root = Main.commandLine();
    root.setOut(new PrintWriter(out, true));
    root.setErr(new PrintWriter(err, true));
    int code = root.execute(arguments);
    return new CommandRun(code, out.toString(), err.toString());
  }

  /** The same for one that has to succeed. */
  public static CommandRun succeeding(String... arguments) {
    CommandRun run = of(arguments);
    assertThat(run.code()).as("%s", run).isZero();
    return run;
  }

  /**
   * The tarball that {@code app build} makes.
   *
   * @param directory an empty or missing one, that it is put into
   */
  public static Path appBuild(Path directory, String... arguments) throws IOException {
    Files.createDirectories(directory);
    String[] command = {"app", "build", "--output=" + directory};
    succeeding(Stream.concat(Stream.of(command), Stream.of(arguments)).toArray(String[]::new));
    try (Stream<Path> built = Files.list(directory)) {
      return built.filter(file -> file.toString().endsWith(".tgz")).findFirst().orElseThrow();
    }
  }
}
