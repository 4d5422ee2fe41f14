/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Remembers, across restarts and replicas, the newest trust data that were accepted. It is no
 * cache: what it has accepted must never be forgotten. Implementations are safe for use by any
 * number of threads and processes.
 */
public interface VersionFloor {

  /** What is known; never throws for a defect of the store. */
  Reading read(FloorKey key);

  /**
   * As {@link #read}, but for whoever goes on to {@link #raise} what he finds: that may be Unknown
   * although somebody has just stored something, since raising then answers that it was changed.
   */
  default Reading readToRaise(FloorKey key) {
    return read(key);
  }

  /**
   * Stores {@code next} if what {@link #read} would return is still {@code seen}.
   *
   * @param seen empty when nothing was known
   */
  Outcome raise(FloorKey key, Optional<Floor> seen, Floor next);

  /**
   * As {@link #raise(FloorKey, Optional, Floor)}.
   *
   * @param stored run, in any thread, once {@code next} is stored durably, and otherwise never
   */
  default Outcome raise(FloorKey key, Optional<Floor> seen, Floor next, Runnable stored) {
    Outcome outcome = raise(key, seen, next);
    if (outcome == Outcome.RAISED) {
      stored.run();
    }
    return outcome;
  }

  /**
   * The same memory, for whoever accepts only what was signed by keys that came with his question:
   * whom to trust he knows without it. What he sees first may be stored a moment after {@link
   * #raise} has answered.
   */
  default VersionFloor forKnownSigners() {
    return this;
  }

  /** What {@link #read} found. */
  sealed interface Reading {

    /** This floor holds. */
    record Known(Floor floor) implements Reading {
      public Known {
        requireNonNull(floor, "floor");
      }
    }

    /** Never seen. */
    record Unknown() implements Reading {}

    /**
     * Seen, but the entry is gone: somebody may want the repository to be trusted anew.
     *
     * @param message for people, naming the entry
     */
    record Lost(String message) implements Reading {
      public Lost {
        requireNonNull(message, "message");
      }
    }

    /**
     * The store could not be read, or holds something broken. Not the same as never seen.
     *
     * @param message for people, naming the file or object and the cause
     */
    record Failed(String message) implements Reading {
      public Failed {
        requireNonNull(message, "message");
      }
    }
  }

  /** What became of {@link #raise}. */
  enum Outcome {
    /** Stored, durably; or about to be, where it is known without it whom to trust. */
    RAISED,
    /** Somebody else stored something in between: read again. */
    CHANGED,
    /** Not stored. */
    FAILED
  }
}
