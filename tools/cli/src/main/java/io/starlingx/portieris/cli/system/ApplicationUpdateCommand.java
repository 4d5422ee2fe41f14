/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.app.upload.UploadRequest;
import io.starlingx.portieris.framework.ApplicationFramework;
import io.starlingx.portieris.framework.TarballArgument;
import io.starlingx.portieris.framework.UpdateRequest;
import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.store.ProcessOwner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Updates an applied application to the version of a tarball. */
@Command(
    name = "application-update",
    description = "Update the application to the specified version.")
final class ApplicationUpdateCommand extends SessionCommand {

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

  @Option(
      names = "--reuse-user-overrides",
      paramLabel = "<true/false>",
      description = "Whether user overrides are taken over. Default: what metadata.yaml says.")
  private String reuseUserOverrides = "";

  @Option(
      names = "--reuse-attributes",
      paramLabel = "<true/false>",
      description = "Whether chart attributes are taken over. Default: what metadata.yaml says.")
  private String reuseAttributes = "";

  @Option(names = "--no-wait", description = "Return at once; a process of its own goes on.")
  private boolean isNoWait;

  ApplicationUpdateCommand() {
    super("Application-update rejected: ");
  }

  @Override
  int run(SystemSession session) throws ClusterUnreachableException, IOException {
    Optional<String> refusal = TarballArgument.refusal(tarball);
    if (refusal.isPresent()) {
      return refuse(refusal.get());
    }
    session.cluster();
    ApplicationFramework framework = session.framework();
    return follower()
        .follow(
            session,
            framework,
            framework.update(
                new UpdateRequest(
                    new UploadRequest(tarball.toAbsolutePath(), appName, appVersion),
                    reuseUserOverrides,
                    reuseAttributes),
                ProcessOwner.current()),
            isNoWait);
  }
}
