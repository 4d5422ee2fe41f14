/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import io.starlingx.portieris.trust.tuf.DirectoryFloor;
import io.starlingx.portieris.trust.tuf.TrustState;
import io.starlingx.portieris.webhook.kube.ClusterConnection;
import io.starlingx.portieris.webhook.kube.ConfigMapTrustState;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the trust state is, and how it is printed. */
final class TrustStateOptions {

  /** Exactly one of both. */
  static final class Place {
    @Option(
        names = "--state",
        required = true,
        paramLabel = "DIR",
        description = "A directory: that of verify, or of a webhook that was given one.")
    private @Nullable Path directory;

    @Option(
        names = "--kubeconfig",
        required = true,
        paramLabel = "FILE",
        description = "The cluster whose webhook keeps it in ConfigMaps.")
    private @Nullable Path kubeconfig;
  }

  @ArgGroup(multiplicity = "1")
  private Place place = new Place();

  @Mixin private WebhookNamespaceOption webhook = new WebhookNamespaceOption();

  @Mixin private OutputOption output = new OutputOption();

  /** What is done with the state. */
  interface Task {
    /**
     * The exit code.
     *
     * @param user who does it, for people
     */
    int run(TrustState state, String user) throws IOException;
  }

  /** Runs {@code task}; a state that cannot be read or changed is one line and a failure. */
  int with(PrintWriter err, Task task) {
    String user = System.getProperty("user.name", "unknown");
    try {
      if (place.directory != null) {
        if (!Files.isDirectory(place.directory)) {
          throw new UserError("--state " + place.directory + " is not a directory");
        }
        return task.run(new DirectoryFloor(place.directory), user);
      }
      try (ClusterConnection cluster =
          ClusterConnection.open(Optional.ofNullable(place.kubeconfig), "portieris-trust-state")) {
        String whole = cluster.user().map(name -> name + " (" + user + ")").orElse(user);
        return task.run(
            new ConfigMapTrustState(cluster.client(), webhook.name(), InstantSource.system()),
            whole);
      }
    } catch (IllegalArgumentException e) {
      throw new UserError(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      err.println("error: " + e.getMessage());
      return ExitCode.FINDINGS;
    }
  }

  boolean json() {
    return output.form() == ReportForm.JSON;
  }
}
