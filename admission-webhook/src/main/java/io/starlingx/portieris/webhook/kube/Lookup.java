/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.util.Objects.requireNonNull;

/** What asking the API server for one object came to. */
sealed interface Lookup<T> {

  record Found<T>(T value) implements Lookup<T> {
    public Found {
      requireNonNull(value, "value");
    }
  }

  /** There is no such object. */
  record Missing<T>() implements Lookup<T> {}

  /**
   * Whether there is one could not be learned.
   *
   * @param cause for people
   */
  record Unreadable<T>(String cause) implements Lookup<T> {
    public Unreadable {
      requireNonNull(cause, "cause");
    }
  }
}
