/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** Something that a check needs, or the outcome that its absence leads to. */
sealed interface Resolved<T> {

  /**
   * The thing itself.
   *
   * @param age of the Secret that it is from, the oldest if there are several
   */
  record Value<T>(T value, Duration age) implements Resolved<T> {
    public Value {
      requireNonNull(value, "value");
      requireNonNull(age, "age");
    }

    /** From the policy alone. */
    Value(T value) {
      this(value, Duration.ZERO);
    }
  }

  record Stopped<T>(CheckOutcome outcome) implements Resolved<T> {
    public Stopped {
      requireNonNull(outcome, "outcome");
    }
  }
}
