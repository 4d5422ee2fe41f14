/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/**
 * One run of the command within this process.
 *
 * @param code exit code
 */
record SystemRun(int code, String out, String err) {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-22T02:58:46.035534Z"));

  static SystemRun of(Path kubeconfig, Path state, String... arguments) {
    List<String> all =
        new ArrayList<>(List.of("system", "--kubeconfig=" + kubeconfig, "--state-dir=" + state));
    all.addAll(List.of(arguments));
    return of(Map.of(), "", all);
  }

  static SystemRun of(Map<String, String> environment, String input, List<String> arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        root(environment, input, new PrintWriter(out, true), new PrintWriter(err, true))
            .execute(arguments.toArray(String[]::new));
    return new SystemRun(code, out.toString(), err.toString());
  }

  /** The command, writing to these. */
  static CommandLine root(
      Map<String, String> environment, String input, PrintWriter out, PrintWriter err) {
    CommandLine root = new CommandLine(CommandLine.Model.CommandSpec.create());
    root.addSubcommand(
        new SystemCommand(
            environment,
            CLOCK,
            new JavaWorkerLauncher("io.starlingx.portieris.cli.Main", System.getenv()),
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8))));
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setOut(out);
    root.setErr(err);
    return root;
  }

  /** What {@code application-show} says of these columns, in one line. */
  static String show(Path kubeconfig, Path state, String column) {
    return of(
            kubeconfig, state, "application-show", "demo", "--column", column, "--format", "value")
        .out()
        .strip();
  }
}
