/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.app.upload.UploadRequest;
import io.starlingx.portieris.framework.TarballArgument;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which tarball, and what it is called if it does not say itself. */
final class TarballArguments {

  @Parameters(
      paramLabel = "<tar file>",
      description = "Tarball containing application manifest, Helm charts and config file.")
  private Path tarball = Path.of("");

  @Option(
      names = {"-n", "--app-name"},
      paramLabel = "<app name>",
      description = "Name of the application; counts only if the tarball has no metadata.yaml.")
  private String appName = "";

  @Option(
      names = {"-v", "--app-version"},
      paramLabel = "<app version>",
      description = "Version of the application; likewise.")
  private String appVersion = "";

  /** Why the platform need not even be asked. */
  Optional<String> refusal() {
    return TarballArgument.refusal(tarball);
  }

  UploadRequest request() {
    return new UploadRequest(tarball.toAbsolutePath(), appName, appVersion);
  }
}
