/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.app.upload.UploadRequest;
import io.starlingx.portieris.framework.ApplicationFramework;
import io.starlingx.portieris.framework.TarballArgument;
import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.store.ProcessOwner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Uploads a tarball. */
@Command(
    name = "application-upload",
    description = "Upload application Helm chart(s) and manifest.")
final class ApplicationUploadCommand extends SessionCommand {

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
      names = {"-i", "--images"},
      description = "Accepted; images stay where they are: there is no platform registry here.")
  private boolean unusedImages;

  @Option(names = "--no-wait", description = "Return at once; a process of its own goes on.")
  private boolean isNoWait;

  ApplicationUploadCommand() {
    super("Application-upload rejected: ");
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
            framework.upload(
                new UploadRequest(tarball.toAbsolutePath(), appName, appVersion),
                ProcessOwner.current()),
            isNoWait);
  }
}
