/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import io.starlingx.portieris.app.build.ProductDefaults;
import io.starlingx.portieris.sysinv.bootstrap.BootstrapConfig;
import io.starlingx.portieris.sysinv.bootstrap.BootstrapReader;
import io.starlingx.portieris.sysinv.bootstrap.BootstrapResult;
import io.starlingx.portieris.sysinv.bootstrap.Finding;
import io.starlingx.portieris.sysinv.overrides.StaticOverrides;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** The bootstrap files of a command line, and the values that overrides are laid upon. */
final class BootstrapInput {

  private static final String STATIC_OVERRIDES =
      "manifests/fluxcd/portieris/portieris-static-overrides.yaml";

  private BootstrapInput() {}

  /**
   * Reads the files.
   *
   * @param err where notices go
   * @throws UserError with all problems in a table
   */
  static BootstrapConfig read(List<Path> files, PrintWriter err) {
    return switch (new BootstrapReader(InstantSource.system()).read(files)) {
      case BootstrapResult.Valid(BootstrapConfig config, List<Finding> notices) -> {
        Finding.table(notices).lines().forEach(line -> err.println("note: " + line));
        yield config;
      }
      case BootstrapResult.Invalid(List<Finding> problems) ->
          throw new UserError(
              (problems.size() == 1 ? "1 problem" : problems.size() + " problems")
                  + " to correct, nothing was written\n"
                  + Finding.table(problems).stripTrailing());
    };
  }

  /** The application's static overrides, with the product's image filled in. */
  static StaticOverrides staticOverrides(ProductDefaults product) {
    Path file = ProjectRoot.path().resolve(STATIC_OVERRIDES);
    try {
      return StaticOverrides.parse(
          Files.readString(file)
              .replace("@IMAGE_REPOSITORY@", product.image().repository())
              .replace("@IMAGE_TAG@", product.image().tag())
              .replace("@IMAGE_DIGEST@", ""));
    } catch (IOException | IllegalArgumentException e) {
      throw new UserError(file + " cannot be read: " + e.getMessage());
    }
  }
}
