/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.trace;

import static java.util.Objects.requireNonNull;

import java.util.random.RandomGenerator;

/** Ids that nobody has used before, as good as certainly. */
record SpanIds(RandomGenerator random) {
  SpanIds {
    requireNonNull(random, "random");
  }

  /** 32 hex digits, not all zero. */
  String trace() {
    return span() + span();
  }

  /** 16 hex digits, not all zero. */
  String span() {
    long id = random.nextLong();
    return "%016x".formatted(id == 0 ? 1 : id);
  }
}
