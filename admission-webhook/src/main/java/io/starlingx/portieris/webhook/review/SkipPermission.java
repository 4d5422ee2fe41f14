/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.http.Deadline;

/** Knows who may switch image checks off for a namespace. */
@FunctionalInterface
public interface SkipPermission {

  /** What asking came to. */
  sealed interface Answer {

    record Allowed() implements Answer {}

    record Refused() implements Answer {}

    /**
     * Nobody could be asked.
     *
     * @param cause for people
     */
    record Unknown(String cause) implements Answer {
      public Unknown {
        requireNonNull(cause, "cause");
      }
    }
  }

  /** Never throws; returns by the deadline. */
  Answer of(Requester requester, Deadline deadline);
}
