/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Which entries there are, by what a watch tells, and as of when. A watch never says how far behind
 * it is. But it tells of changes in their order, each with the version at which it was made, so
 * once it is as far as something that was created here, it has told of all that anybody had stored
 * before that was begun. What there is when it opens is told first, in any order, so only what was
 * begun after its first event counts.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions">Resource
 *     versions</a>
 */
final class KnownEntries {

  /** Each takes about 200 bytes; of more, none is known to be absent. */
  static final int MAX_NAMES = 30_000;

  private static final int MAX_AWAITED = 1_000;

  private final LongSupplier ticker;

  /** With the versions at which they were last seen, 0 for what may be there. */
  private final Map<String, Long> names = new HashMap<>();

  /** When what is to be told of was begun, by the version at which it was made. */
  private final TreeMap<Long, Long> awaited = new TreeMap<>();

  private boolean open;
  private boolean full;
  private boolean begun;
  private long first;
  private long told;
  private boolean proved;
  private long asOf;

  /**
   * Nothing is known yet.
   *
   * @param ticker nanoseconds from an arbitrary origin
   */
  KnownEntries(LongSupplier ticker) {
    this.ticker = ticker;
  }

  /** A watch has begun. */
  synchronized void open() {
    close();
    open = true;
  }

  /** Nothing is told any more. */
  synchronized void close() {
    open = false;
    full = false;
    begun = false;
    proved = false;
    told = 0;
    names.clear();
    awaited.clear();
  }

  /** The watch tells that there is one, as of a version. */
  synchronized void exists(String name, long version) {
    if (open) {
      add(name, version);
      told(version);
    }
  }

  /** The watch tells that there is one no more, as of a version. */
  synchronized void gone(String name, long version) {
    if (open) {
      names.computeIfPresent(name, (same, last) -> last > version ? last : null);
      told(version);
    }
  }

  /** The watch has got to a version. */
  synchronized void told(long version) {
    if (!open) {
      return;
    }
    if (!begun) {
      begun = true;
      first = ticker.getAsLong();
    }
    told = Math.max(told, version);
    while (!awaited.isEmpty() && awaited.firstKey() <= told) {
      prove(awaited.pollFirstEntry().getValue());
    }
  }

  private void add(String name, long version) {
    if (names.size() < MAX_NAMES || names.containsKey(name)) {
      names.merge(name, version, Math::max);
    } else {
      full = true;
    }
  }

  private void prove(long time) {
    asOf = proved ? asOf + Math.max(0, time - asOf) : time;
    proved = true;
  }

  /**
   * That something is being created here.
   *
   * @param told how far the watch was
   */
  record Begun(long time, long told) {}

  /** One is about to be created here, and may be there from now on. */
  synchronized Begun creating(String name) {
    if (open) {
      add(name, 0);
    }
    return new Begun(ticker.getAsLong(), told);
  }

  /**
   * One was created here.
   *
   * @param version at which it was made
   */
  synchronized void created(String name, long version, Begun creation) {
    if (version <= creation.told()) {
      close(); // versions have gone back, as after etcd was restored
    }
    if (!open) {
      return;
    }
    add(name, version);
    if (!begun || creation.time() - first <= 0) {
      return;
    }
    if (version <= told) {
      prove(creation.time());
    } else if (awaited.size() < MAX_AWAITED) {
      awaited.put(version, creation.time());
    }
  }

  /** Whether there was none at some moment not longer ago than {@code age}. */
  synchronized boolean isAbsent(String name, Duration age) {
    return proved && !full && ticker.getAsLong() - asOf < age.toNanos() && !names.containsKey(name);
  }

  /** Whether the watch has told of one, or one was created here; it may be gone meanwhile. */
  synchronized boolean mayExist(String name) {
    return names.containsKey(name);
  }
}
