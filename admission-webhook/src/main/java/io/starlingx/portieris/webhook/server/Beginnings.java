/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import io.starlingx.portieris.trust.http.Deadline;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;

/**
 * Reads the beginnings of refused bodies, so many at a time. Whoever comes when all places are
 * taken gets that of the one who has been reading longest: clients that hold their bodies back keep
 * nobody else's refusal from naming its request.
 */
final class Beginnings {

  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final int places;
  private final ArrayDeque<Thread> readers = new ArrayDeque<>(); // the longest first; its own guard

  /** Room for the beginnings of so many bodies, a block each. */
  Beginnings(int places) {
    this.places = places;
  }

  /** The first block, or what there is of it when time is up or another one takes the place. */
  byte[] read(InputStream in) {
    enter();
    try {
      return BodyReader.start(in, Deadline.after(LONGEST));
    } finally {
      leave();
    }
  }

  private void enter() {
    synchronized (readers) {
      if (readers.size() == places) {
        readers.removeFirst().interrupt();
      }
      readers.addLast(Thread.currentThread());
    }
  }

  private void leave() {
    synchronized (readers) {
      if (!readers.remove(Thread.currentThread())) {
        Thread.interrupted(); // meant the reading that is over
      }
    }
  }
}
