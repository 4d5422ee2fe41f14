/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.verify;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.policy.SecretReader;
import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.webhook.kube.ClusterConnection;
import io.starlingx.portieris.webhook.kube.ClusterSecrets;
import io.starlingx.portieris.webhook.kube.WorkloadPullSecrets;
import io.starlingx.portieris.webhook.review.PodIdentity;
import io.starlingx.portieris.webhook.review.PullCredentials;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** Where the keys of policies and the credentials of workloads come from: a cluster, or files. */
final class SecretsAtHand implements AutoCloseable {

  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final SecretReader reader;
  private final PullCredentials pullCredentials;
  private final Runnable closing;

  private SecretsAtHand(SecretReader reader, PullCredentials pullCredentials, Runnable closing) {
    this.reader = requireNonNull(reader, "reader");
    this.pullCredentials = requireNonNull(pullCredentials, "pullCredentials");
    this.closing = requireNonNull(closing, "closing");
  }

  /**
   * Those of the input's cluster, else of its directory, else none.
   *
   * @throws InputException when the cluster cannot be told from the kubeconfig, or a file not read
   */
  static SecretsAtHand of(VerifyInput input, ExecutorService executor) {
    return input
        .kubeconfig()
        .map(file -> ofCluster(file, input.namespace(), executor))
        .orElseGet(
            () ->
                new SecretsAtHand(
                    input.secrets().map(SecretManifests::read).orElseGet(SecretManifests::none),
                    new PullCredentials(CredentialStore.empty(), List.of()),
                    () -> {}));
  }

  private static SecretsAtHand ofCluster(
      Path kubeconfig, String namespace, ExecutorService executor) {
    ClusterConnection connection;
    try {
      connection = ClusterConnection.open(Optional.of(kubeconfig), "portieris-verify");
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()));
    }
    SecretReader secrets = new ClusterSecrets(connection.client(), executor);
    PullCredentials credentials =
        new WorkloadPullSecrets(connection.client(), secrets, executor)
            .credentials(
                new PodIdentity(namespace, List.of(), "default"),
                RequestContext.unrecorded(Deadline.after(LONGEST)));
    return new SecretsAtHand(secrets, credentials, connection::close);
  }

  SecretReader reader() {
    return reader;
  }

  /** Of the service account {@code default} of the workload's namespace; none without a cluster. */
  PullCredentials pullCredentials() {
    return pullCredentials;
  }

  @Override
  public void close() {
    closing.run();
  }
}
