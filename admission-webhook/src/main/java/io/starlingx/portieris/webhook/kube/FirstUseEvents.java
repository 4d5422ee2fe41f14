/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.TrustObserver;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has each first use written as an event, and hands on everything that it hears. */
public final class FirstUseEvents implements TrustObserver {

  private static final Logger LOG = LoggerFactory.getLogger(FirstUseEvents.class);

  private final TrustStateEvents events;
  private final Executor executor;
  private final TrustObserver next;

  /**
   * For the life of the program.
   *
   * @param executor writes events; not closed here
   */
  public FirstUseEvents(
      KubernetesClient client, String namespace, Executor executor, TrustObserver next) {
    this.events = new TrustStateEvents(client, namespace);
    this.executor = requireNonNull(executor, "executor");
    this.next = requireNonNull(next, "next");
  }

  @Override
  public void firstUse(FloorKey.FirstUse key, String server, List<String> rootKeys) {
    executor.execute(() -> write(key, server, rootKeys));
    next.firstUse(key, server, rootKeys);
  }

  private void write(FloorKey.FirstUse key, String server, List<String> rootKeys) {
    try {
      events.firstUse(
          key,
          "the root of %s at %s is trusted from now on; pin it with trust.root.keyIds: %s"
              .formatted(key.gun(), server, String.join(", ", rootKeys)));
    } catch (IOException e) {
      LOG.warn("First use of {}: {}", key.gun(), e.getMessage());
    }
  }

  @Override
  public void alarm(ReasonCode code, String gun) {
    next.alarm(code, gun);
  }

  @Override
  public void stale(String gun) {
    next.stale(gun);
  }

  @Override
  public void reliedUpon(String gun, Duration age, Instant expiry) {
    next.reliedUpon(gun, age, expiry);
  }
}
