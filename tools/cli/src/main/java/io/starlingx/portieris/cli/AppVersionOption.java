/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import io.starlingx.portieris.app.AppVersion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --version} where it is an application's: that of this program is then {@code -V} only. */
final class AppVersionOption {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  @SuppressWarnings("UnusedVariable")
  private boolean help;

  @Option(names = "-V", versionHelp = true, description = "Print version information and exit.")
  @SuppressWarnings("UnusedVariable")
  private boolean productVersion;

  @Option(
      names = "--version",
      paramLabel = "N.N-N",
      description =
          "Version of the application. Default: what its folder says; 1.0-1 for a new one.")
  private @Nullable String version;

  /** The text as it was given. */
  Optional<String> text() {
    return Optional.ofNullable(version);
  }

  /**
   * The version, if one was given.
   *
   * @throws UserError when it has another form
   */
  Optional<AppVersion> value() {
    if (version == null) {
      return Optional.empty();
    }
    Optional<AppVersion> parsed = AppVersion.parse(version);
    if (parsed.isEmpty()) {
      throw new UserError(
          "--version "
              + version
              + " is not of the form N.N-N, for example "
              + AppVersion.suggestion(version)
              + ": the platform tells name and version from the tarball's file name");
    }
    return parsed;
  }
}
