/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.trace;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of a span in a trace, as it travels in the header {@code traceparent}.
 *
 * @param traceId 32 hex digits in lower case, not all zero
 * @param spanId 16 hex digits in lower case, not all zero
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">Trace Context</a>
 */
record TraceParent(String traceId, String spanId, boolean isSampled) {

  private static final Pattern HEADER =
      Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

  TraceParent {
    requireNonNull(traceId, "traceId");
    requireNonNull(spanId, "spanId");
  }

  /** Reads the header; empty when it is not as the specification has it. */
  static Optional<TraceParent> parse(String header) {
    Matcher matcher = HEADER.matcher(header);
    if (header.length() > 512 || !matcher.matches()) {
      return Optional.empty();
    }
    String version = matcher.group(1);
    boolean usable =
        !version.equals("ff")
            && (matcher.group(5) == null || !version.equals("00"))
            && !matcher.group(2).matches("0+")
            && !matcher.group(3).matches("0+");
    return usable
        ? Optional.of(
            new TraceParent(
                matcher.group(2),
                matcher.group(3),
                (Integer.parseInt(matcher.group(4), 16) & 1) == 1))
        : Optional.empty();
  }

  /** The header. */
  String header() {
    return "00-" + traceId + "-" + spanId + (isSampled ? "-01" : "-00");
  }
}
