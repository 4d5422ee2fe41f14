/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.trace;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A part of a trace that has ended.
 *
 * @param parentId of the span that this one is part of; empty for none
 * @param isError whether it ended without an answer
 * @param attributes by their names in OpenTelemetry's conventions
 */
record Span(
    String traceId,
    String spanId,
    String parentId,
    String name,
    Kind kind,
    Instant start,
    Duration took,
    boolean isError,
    Map<String, String> attributes) {

  /** Which side of a request this is; with its number in OTLP. */
  enum Kind {
    INTERNAL(1),
    SERVER(2),
    CLIENT(3);

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }
  }

  Span {
    requireNonNull(traceId, "traceId");
    requireNonNull(spanId, "spanId");
    requireNonNull(parentId, "parentId");
    requireNonNull(name, "name");
    requireNonNull(kind, "kind");
    requireNonNull(start, "start");
    requireNonNull(took, "took");
    attributes = Map.copyOf(attributes);
  }
}
