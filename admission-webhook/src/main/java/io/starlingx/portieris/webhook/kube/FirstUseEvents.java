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
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has each first use written as an event, those since the last time together, and hands on
 * everything that it hears.
 */
public final class FirstUseEvents implements TrustObserver, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FirstUseEvents.class);

  private static final int MAX_PENDING = 10_000;
  private static final String SEVERAL =
      "these roots are trusted from now on; pin them with trust.root.keyIds:";

  private final TrustStateEvents events;
  private final TrustObserver next;
  private final Queue<FirstUse> pending = new LinkedBlockingQueue<>(MAX_PENDING);

  private record FirstUse(FloorKey key, String server, List<String> rootKeys) {
    String alone() {
      return "the root of %s at %s is trusted from now on; pin it with trust.root.keyIds: %s"
          .formatted(key.gun(), server, String.join(", ", rootKeys));
    }

    String line() {
      return "\n%s at %s: %s".formatted(key.gun(), server, String.join(", ", rootKeys));
    }
  }

  /** For the life of the program. */
  public FirstUseEvents(KubernetesClient client, String namespace, TrustObserver next) {
    this.events = new TrustStateEvents(client, namespace);
    this.next = requireNonNull(next, "next");
  }

  @Override
  public void firstUse(FloorKey.FirstUse key, String server, List<String> rootKeys) {
    if (!pending.offer(new FirstUse(key, server, rootKeys))) {
      LOG.warn("First use of {}: there are too many to be written as events", key.gun());
    }
    next.firstUse(key, server, rootKeys);
  }

  /** Writes what was heard since the last time; blocks for as long as the API server takes. */
  public void write() {
    List<FirstUse> together = new ArrayList<>();
    int length = SEVERAL.length();
    for (FirstUse use = pending.poll(); use != null; use = pending.poll()) {
      int line = use.line().length();
      if (!together.isEmpty() && length + line > EventWriter.MAX_MESSAGE) {
        write(together);
        together.clear();
        length = SEVERAL.length();
      }
      together.add(use);
      length += line;
    }
    if (!together.isEmpty()) {
      write(together);
    }
  }

  private void write(List<FirstUse> together) {
    StringBuilder several = new StringBuilder(SEVERAL);
    together.forEach(use -> several.append(use.line()));
    FirstUse first = together.getFirst();
    try {
      events.firstUse(first.key(), together.size() == 1 ? first.alone() : several.toString());
    } catch (IOException e) {
      LOG.warn(
          "First use of {}: {}",
          together.stream().map(use -> use.key().gun()).toList(),
          e.getMessage());
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

  @Override
  public void close() {
    write();
  }
}
