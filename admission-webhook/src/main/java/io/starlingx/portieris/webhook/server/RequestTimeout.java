/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import java.time.Duration;
import java.util.Optional;

/**
 * How long an answer may take. The API server states in the query parameter {@code timeout}, as a
 * Go duration ({@code 10s}, {@code 1m30s}), when it stops waiting.
 */
final class RequestTimeout {

  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration RESERVE = Duration.ofSeconds(1);
  private static final int LONGEST_TEXT = 40;
  private static final int MAX_DIGITS = 9;

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
    Duration sum = Duration.ZERO;
    int at = 0;
    while (at < text.length() && text.length() <= LONGEST_TEXT) {
      int number = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      int unit = at;
      at += text.startsWith("ms", at) ? 2 : 1;
      if (unit == number || unit - number > MAX_DIGITS || at > text.length()) {
        return Optional.empty();
      }
      Optional<Duration> part =
          part(Long.parseLong(text, number, unit, 10), text.substring(unit, at));
      if (part.isEmpty()) {
        return Optional.empty();
      }
      sum = sum.plus(part.get());
    }
    return sum.isZero() ? Optional.empty() : Optional.of(sum);
  }

  private static Optional<Duration> part(long value, String unit) {
    return switch (unit) {
      case "h" -> Optional.of(Duration.ofHours(value));
      case "m" -> Optional.of(Duration.ofMinutes(value));
      case "s" -> Optional.of(Duration.ofSeconds(value));
      case "ms" -> Optional.of(Duration.ofMillis(value));
      default -> Optional.empty();
    };
  }
}
