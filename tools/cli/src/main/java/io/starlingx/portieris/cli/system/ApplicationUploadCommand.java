/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Uploads a tarball. */
@Command(
    name = "application-upload",
    description = "Upload application Helm chart(s) and manifest.")
final class ApplicationUploadCommand extends OperatingCommand {

  @Mixin private TarballArguments tarball = new TarballArguments();

  @Option(
      names = {"-i", "--images"},
      description = "Copy the images to the registry of --registry now; else the apply does.")
  private boolean isWithImages;

  ApplicationUploadCommand() {
    super("upload");
  }

  @Override
  int run(SystemSession session) throws ClusterUnreachableException, IOException {
    Optional<String> refusal = tarball.refusal();
    if (refusal.isPresent()) {
      return refuse(refusal.get());
    }
    if (isWithImages && !session.isMirroring()) {
      tell("--images has no effect: without --registry, images stay where they are.");
    }
    return operate(
        session, (framework, owner) -> framework.upload(tarball.request(), isWithImages, owner));
  }
}
