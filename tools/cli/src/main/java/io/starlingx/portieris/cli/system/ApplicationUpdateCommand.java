/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.framework.ApplicationFramework;
import io.starlingx.portieris.framework.UpdateRequest;
import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.store.ProcessOwner;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Updates an applied application to the version of a tarball. */
@Command(
    name = "application-update",
    description = "Update the application to the specified version.")
final class ApplicationUpdateCommand extends ReportingCommand {

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

  @Mixin private WaitOption waiting = new WaitOption();

  ApplicationUpdateCommand() {
    super("Application-update rejected: ");
  }

  @Override
  int run(SystemSession session) throws ClusterUnreachableException, IOException {
    Optional<String> refusal = tarball.refusal();
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
                new UpdateRequest(tarball.request(), reuseUserOverrides, reuseAttributes),
                ProcessOwner.current()),
            waiting.isNoWait());
  }
}
