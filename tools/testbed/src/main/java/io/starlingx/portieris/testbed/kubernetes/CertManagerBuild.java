/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.kubernetes;

import io.starlingx.portieris.testbed.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Builds those controllers of cert-manager that this test bed runs, and brings its definitions.
 *
 * @param version of cert-manager and of the source that puts its controllers together
 */
record CertManagerBuild(String version, GoCompiler compiler) implements ProgramSource {

  static final GoModule MODULE = new GoModule("cert-manager", 1300);
  private static final String PUBLISHED = "github.com/cert-manager/cert-manager";

  @Override
  public String way() {
    return compiler.way("it");
  }

  @Override
  public String obtain(Path directory) {
    String title =
        "build cert-manager %s from its Go modules, once (about 3 minutes on 2 cores)"
            .formatted(CertManagerBinary.VERSION);
    try {
      compiler.build(
          MODULE,
          title,
          List.of("-s", "-w"),
          directory.resolve(CertManagerBinary.PROGRAM),
          (go, source, environment) -> copyDefinitions(go, source, environment, directory));
      return GoCompiler.ORIGIN;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copyDefinitions(
      Path go, Path source, Map<String, String> environment, Path directory) throws IOException {
    String module =
        Command.of(source, List.of(go.toString(), "list", "-m", "-f", "{{.Dir}}", PUBLISHED))
            .withEnvironment(environment)
            .run()
            .strip();
    try (DirectoryStream<Path> definitions =
        Files.newDirectoryStream(Path.of(module, "deploy", "crds"), "*.yaml")) {
      for (Path definition : definitions) {
        Files.copy(definition, directory.resolve(definition.getFileName()));
      }
    }
  }
}
