/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;

/** What reading a Secret led to. */
public sealed interface SecretLookup {

  /**
   * The Secret.
   *
   * @param data decoded values by key
   * @param type as in the object, empty when it states none
   * @param age since it was read
   */
  record Found(Map<String, byte[]> data, String type, Duration age) implements SecretLookup {
    public Found {
      data = Map.copyOf(data);
      requireNonNull(type, "type");
      requireNonNull(age, "age");
    }

    /** Read just now. */
    public Found(Map<String, byte[]> data, String type) {
      this(data, type, Duration.ZERO);
    }
  }

  /** There is no such Secret. */
  record Missing() implements SecretLookup {}

  /**
   * Whether there is one could not be learned.
   *
   * @param cause for people
   */
  record Unreadable(String cause) implements SecretLookup {
    public Unreadable {
      requireNonNull(cause, "cause");
    }
  }
}
