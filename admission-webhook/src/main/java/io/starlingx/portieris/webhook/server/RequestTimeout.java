/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long an answer may take. The API server states in the query parameter {@code timeout}, as a
 * Go duration ({@code 10s}, {@code 1m30s}), when it stops waiting.
 */
final class RequestTimeout {

  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration RESERVE = Duration.ofSeconds(1);
  private static final Pattern GO_DURATION = Pattern.compile("(?:\\d{1,9}(?:h|m|s|ms))+");
  private static final Pattern PART = Pattern.compile("(\\d{1,9})(h|ms|m|s)");

  private RequestTimeout() {}

  /**
   * The time for an answer: what the API server waits, at most 30 s, less a reserve of 1 s for the
   * way back; of a wait below 2 s the half.
   *
   * @param parameter empty or unreadable when the client states none
   * @param otherwise how long a client waits that does not say
   */
  static Duration budget(Optional<String> parameter, Duration otherwise) {
    Duration stated = parameter.flatMap(RequestTimeout::parse).orElse(otherwise);
    Duration wait = stated.compareTo(LONGEST) > 0 ? LONGEST : stated;
    return wait.compareTo(RESERVE.multipliedBy(2)) < 0 ? wait.dividedBy(2) : wait.minus(RESERVE);
  }

  private static Optional<Duration> parse(String text) {
    if (text.length() > 40 || !GO_DURATION.matcher(text).matches()) {
      return Optional.empty();
    }
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      long value = Long.parseLong(part.group(1));
      sum =
          sum.plus(
              switch (part.group(2)) {
                case "h" -> Duration.ofHours(value);
                case "m" -> Duration.ofMinutes(value);
                case "s" -> Duration.ofSeconds(value);
                default -> Duration.ofMillis(value);
              });
    }
    return sum.isZero() ? Optional.empty() : Optional.of(sum);
  }
}
