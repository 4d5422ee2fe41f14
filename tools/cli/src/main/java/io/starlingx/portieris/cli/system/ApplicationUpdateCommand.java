/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.framework.UpdateRequest;
import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Updates an applied application to the version of a tarball. */
@Command(
    name = "application-update",
    description = "Update the application to the specified version.")
final class ApplicationUpdateCommand extends OperatingCommand {

  @Mixin private TarballArguments tarball = new TarballArguments();

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

  ApplicationUpdateCommand() {
    super("update");
  }

  @Override
  int run(SystemSession session) throws ClusterUnreachableException, IOException {
    Optional<String> refusal = tarball.refusal();
    if (refusal.isPresent()) {
      return refuse(refusal.get());
    }
    UpdateRequest request =
        new UpdateRequest(tarball.request(), reuseUserOverrides, reuseAttributes);
    return operate(session, (framework, owner) -> framework.update(request, owner));
  }
}
