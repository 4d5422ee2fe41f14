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
 * Has first uses written as events, those since the last time together, and hands on everything
 * that it hears. At the most {@value #MAX_EVENTS} events are written at a time: the last one tells
 * how many it does not name.
 */
public final class FirstUseEvents implements TrustObserver, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FirstUseEvents.class);

  private static final int MAX_PENDING = 10_000;

  /** An upgrade that meets a hundred repositories in a second must not flood the API server. */
  private static final int MAX_EVENTS = 3;

  /** Room for {@link #others}. */
  private static final int OTHERS_LENGTH = 80;

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
  public synchronized void write() {
    for (int event = 1; event < MAX_EVENTS && !pending.isEmpty(); event++) {
      write(together(EventWriter.MAX_MESSAGE), 0);
    }
    List<FirstUse> last = together(EventWriter.MAX_MESSAGE - OTHERS_LENGTH);
    int others = 0;
    for (FirstUse use = pending.poll(); use != null; use = pending.poll()) {
      others++;
    }
    write(last, others);
  }

  /** Takes as many as one message holds, and at least one if there is any. */
  private List<FirstUse> together(int maxLength) {
    List<FirstUse> together = new ArrayList<>();
    int length = SEVERAL.length();
    for (FirstUse use = pending.peek(); use != null; use = pending.peek()) {
      length += use.line().length();
      if (!together.isEmpty() && length > maxLength) {
        break;
      }
      together.add(use);
      pending.remove();
    }
    return together;
  }

  private void write(List<FirstUse> together, int others) {
    if (together.isEmpty()) {
      return;
    }
    StringBuilder several = new StringBuilder(SEVERAL);
    together.forEach(use -> several.append(use.line()));
    if (others > 0) {
      several.setLength(Math.min(several.length(), EventWriter.MAX_MESSAGE - OTHERS_LENGTH));
      several.append(others(others));
    }
    FirstUse first = together.getFirst();
    boolean isAlone = together.size() == 1 && others == 0;
    try {
      events.firstUse(first.key(), isAlone ? first.alone() : several.toString());
    } catch (IOException e) {
      LOG.warn(
          "First use of {}: {}",
          together.stream().map(use -> use.key().gun()).toList(),
          e.getMessage());
    }
  }

  private static String others(int number) {
    return "\nand %d more, which `trust-state list` and the log name".formatted(number);
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
