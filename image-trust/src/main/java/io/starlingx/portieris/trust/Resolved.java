/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static java.util.Objects.requireNonNull;

/** Something that a check needs, or the outcome that its absence leads to. */
sealed interface Resolved<T> {

  record Value<T>(T value) implements Resolved<T> {
    public Value {
      requireNonNull(value, "value");
    }
  }

  record Stopped<T>(CheckOutcome outcome) implements Resolved<T> {
    public Stopped {
      requireNonNull(outcome, "outcome");
    }
  }
}
