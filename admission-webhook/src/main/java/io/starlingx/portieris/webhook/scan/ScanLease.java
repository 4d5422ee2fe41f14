/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.scan;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.starlingx.portieris.webhook.log.EventLog;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Of all replicas, one scans: the one that holds the Lease {@value #NAME}. It is given back on
 * close, so that another replica need not wait for its end.
 */
final class ScanLease implements AutoCloseable {

  static final String NAME = "portieris-scan";

  private static final EventLog LOG = EventLog.of(ScanLease.class);

  private final KubernetesClient client;
  private final String namespace;
  private final String identity;
  private final Duration length;
  private final Executor executor;
  private volatile boolean held;
  private boolean closed;
  private CompletableFuture<?> election = CompletableFuture.completedFuture(null);

  /**
   * Begins to stand for election.
   *
   * @param identity of this replica, unlike any other's
   * @param length how long a replica that fell silent keeps the Lease
   */
  ScanLease(
      KubernetesClient client,
      String namespace,
      String identity,
      Duration length,
      Executor executor) {
    this.client = requireNonNull(client, "client");
    this.namespace = requireNonNull(namespace, "namespace");
    this.identity = requireNonNull(identity, "identity");
    this.length = requireNonNull(length, "length");
    this.executor = requireNonNull(executor, "executor");
    stand();
  }

  /** Whether this replica may scan at this moment. */
  boolean isHeld() {
    return held;
  }

  private synchronized void stand() {
    if (closed) {
      return;
    }
    election =
        client
            .leaderElector()
            .withConfig(
                new LeaderElectionConfigBuilder()
                    .withName(NAME)
                    .withLock(new LeaseLock(namespace, NAME, identity))
                    .withLeaseDuration(length)
                    .withRenewDeadline(length.multipliedBy(2).dividedBy(3))
                    .withRetryPeriod(length.dividedBy(6))
                    .withReleaseOnCancel(true)
                    .withLeaderCallbacks(
                        new LeaderCallbacks(this::begin, this::end, this::announce))
                    .build())
            .build()
            .start();
    CompletableFuture<?> _ = election.whenCompleteAsync((none, failure) -> stand(), executor);
  }

  private void begin() {
    held = true;
  }

  private void end() {
    held = false;
  }

  private void announce(String leader) {
    LOG.info("running pods are scanned by", EventLog.fields().with("replica", leader));
  }

  @Override
  public void close() {
    CompletableFuture<?> last;
    synchronized (this) {
      closed = true;
      last = election;
    }
    last.cancel(true);
    held = false;
  }
}
