/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Which entries there are, by what a watch tells, and as of when. A watch never says how far behind
 * it is. But it tells of changes in their order, each with the version at which it was made, so
 * once it is as far as something that was created here, it has told of all that anybody had stored
 * before that was begun.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions">Resource
 *     versions</a>
 */
final class KnownEntries {

  /** Each takes about 200 bytes. */
  static final int MAX_NAMES = 30_000;

  private static final int MAX_AWAITED = 1_000;

  private final LongSupplier ticker;
  private final Set<String> names = new HashSet<>();

  /** When what is to be told of was begun, by the version at which it was made. */
  private final TreeMap<Long, Long> awaited = new TreeMap<>();

  private boolean open;
  private boolean full;
  private long opened;
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

  /** A watch has begun, which tells of all that there is first, in any order. */
  synchronized void open() {
    close();
    open = true;
    opened = ticker.getAsLong();
  }

  /** Nothing is told any more. */
  synchronized void close() {
    open = false;
    full = false;
    proved = false;
    told = 0;
    names.clear();
    awaited.clear();
  }

  /** The watch tells that there is one. */
  synchronized void exists(String name) {
    add(name);
  }

  /** The watch tells that there is one no more. */
  synchronized void gone(String name) {
    names.remove(name);
  }

  private void add(String name) {
    if (names.size() < MAX_NAMES) {
      names.add(name);
    } else if (!names.contains(name)) {
      full = true;
    }
  }

  /** The watch has told of all up to a version, which is that of what it told last. */
  synchronized void told(long version) {
    told = Math.max(told, version);
    while (!awaited.isEmpty() && awaited.firstKey() <= told) {
      prove(awaited.pollFirstEntry().getValue());
    }
  }

  private void prove(long begun) {
    asOf = proved ? asOf + Math.max(0, begun - asOf) : begun;
    proved = true;
  }

  /**
   * One is about to be created here, and may be there from now on.
   *
   * @return when that was
   */
  synchronized long creating(String name) {
    if (open) {
      add(name);
    }
    return ticker.getAsLong();
  }

  /**
   * One was created here.
   *
   * @param version at which it was made
   * @param begun what {@link #creating} returned
   */
  synchronized void created(long version, long begun) {
    if (!open || begun - opened <= 0) {
      return;
    }
    if (version <= told) {
      prove(begun);
    } else if (awaited.size() < MAX_AWAITED) {
      awaited.put(version, begun);
    }
  }

  /** Whether there was none at some moment not longer ago than {@code age}. */
  synchronized boolean isAbsent(String name, Duration age) {
    return proved && !full && ticker.getAsLong() - asOf < age.toNanos() && !names.contains(name);
  }
}
