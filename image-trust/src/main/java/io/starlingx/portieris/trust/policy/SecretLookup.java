/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/** What reading a Secret led to. */
public sealed interface SecretLookup {

  /**
   * The Secret.
   *
   * @param data decoded values by key
   * @param type as in the object, empty when it states none
   */
  record Found(Map<String, byte[]> data, String type) implements SecretLookup {
    public Found {
      data = Map.copyOf(data);
      requireNonNull(type, "type");
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
