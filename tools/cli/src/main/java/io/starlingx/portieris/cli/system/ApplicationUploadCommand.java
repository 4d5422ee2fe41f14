/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.framework.ApplicationFramework;
import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.store.ProcessOwner;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Uploads a tarball. */
@Command(
    name = "application-upload",
    description = "Upload application Helm chart(s) and manifest.")
final class ApplicationUploadCommand extends ReportingCommand {

  @Mixin private TarballArguments tarball = new TarballArguments();

  @Option(
      names = {"-i", "--images"},
      description = "Copy the images to the registry of --registry now; else the apply does.")
  private boolean isWithImages;

  @Mixin private WaitOption waiting = new WaitOption();

  ApplicationUploadCommand() {
    super("Application-upload rejected: ");
  }

  @Override
  int run(SystemSession session) throws ClusterUnreachableException, IOException {
    Optional<String> refusal = tarball.refusal();
    if (refusal.isPresent()) {
      return refuse(refusal.get());
    }
    session.cluster();
    ApplicationFramework framework = session.framework();
    if (isWithImages && !framework.isMirroring()) {
      tell("--images has no effect: without --registry, images stay where they are.");
    }
    return follower()
        .follow(
            session,
            framework,
            framework.upload(tarball.request(), isWithImages, ProcessOwner.current()),
            waiting.isNoWait());
  }
}
