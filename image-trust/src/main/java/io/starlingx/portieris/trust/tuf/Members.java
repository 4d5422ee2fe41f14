/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Typed access to the members of one object of signed data; a member of another type is malformed.
 *
 * @param where of which file, for messages
 */
record Members(String where, Map<String, JsonValue> values) {

  /** Go's zero time, which a missing date means: always past. */
  static final Instant NO_DATE = Instant.parse("0001-01-01T00:00:00Z");

  private static final long LARGEST = 1L << 53;
  private static final Pattern INTEGER = Pattern.compile("-?(?:0|[1-9][0-9]{0,15})");
  private static final Pattern DATE =
      Pattern.compile(
          "([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\\.([0-9]+))?"
              + "(?:Z|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))");
  private static final int NANOSECOND_DIGITS = 9;

  /** The members of {@code document}, which must be an object. */
  static Members parse(String where, byte[] document) throws TufException {
    try {
      return of(where, StrictJson.parse(document));
    } catch (MalformedJsonException e) {
      throw TufException.malformed(where + ": " + e.getMessage());
    }
  }

  static Members of(String where, JsonValue value) throws TufException {
    if (value instanceof JsonValue.JsonObject(Map<String, JsonValue> members)) {
      return new Members(where, members);
    }
    throw TufException.malformed(where + ": an object is missing");
  }

  /** A member that is there and not null. */
  Optional<JsonValue> find(String name) {
    return Optional.ofNullable(values.get(name))
        .filter(value -> !(value instanceof JsonValue.JsonNull));
  }

  Members object(String name) throws TufException {
    if (find(name).orElse(null) instanceof JsonValue.JsonObject(Map<String, JsonValue> members)) {
      return new Members(where, members);
    }
    throw wrong(name, "an object");
  }

  Optional<Members> optionalObject(String name) throws TufException {
    return find(name).isEmpty() ? Optional.empty() : Optional.of(object(name));
  }

  List<JsonValue> array(String name) throws TufException {
    if (find(name).orElse(null) instanceof JsonValue.JsonArray(List<JsonValue> elements)) {
      return elements;
    }
    throw wrong(name, "an array");
  }

  /** Sees to it that a member, if it is there, is true or false. */
  void optionalTruth(String name) throws TufException {
    if (find(name).filter(value -> !(value instanceof JsonValue.JsonBoolean)).isPresent()) {
      throw wrong(name, "true or false");
    }
  }

  List<String> texts(String name) throws TufException {
    List<String> texts = new ArrayList<>();
    for (JsonValue element : array(name)) {
      if (!(element instanceof JsonValue.JsonString(String text))) {
        throw wrong(name, "an array of strings");
      }
      texts.add(text);
    }
    return texts;
  }

  String text(String name) throws TufException {
    if (find(name).orElse(null) instanceof JsonValue.JsonString(String text)) {
      return text;
    }
    throw wrong(name, "a string");
  }

  byte[] base64(String name) throws TufException {
    try {
      return Base64.getDecoder().decode(text(name));
    } catch (IllegalArgumentException e) {
      throw wrong(name, "base64");
    }
  }

  /** Plain digits, exact in a double, at least {@code least}. */
  long integer(String name, long least) throws TufException {
    if (find(name).orElse(null) instanceof JsonValue.JsonNumber(String text)
        && INTEGER.matcher(text).matches()) {
      long number = Long.parseLong(text);
      if (number >= least && number <= LARGEST) {
        return number;
      }
    }
    throw wrong(name, "an integer of at least " + least);
  }

  /** RFC 3339 with capital letters, as Go writes it; {@link #NO_DATE} when missing. */
  Instant date(String name) throws TufException {
    if (find(name).isEmpty()) {
      return NO_DATE;
    }
    Matcher date = DATE.matcher(text(name));
    if (!date.matches()) {
      throw wrong(name, "a date and time");
    }
    try {
      // Digits are there already, so parsing the whole again would cost more than all the rest.
      return LocalDateTime.of(
              number(date, 1),
              number(date, 2),
              number(date, 3),
              number(date, 4),
              number(date, 5),
              number(date, 6),
              nanoseconds(date.group(7)))
          .toInstant(ZoneOffset.UTC)
          .minus(offset(date));
    } catch (DateTimeException e) {
      throw wrong(name, "a date and time");
    }
  }

  private static int number(Matcher date, int group) {
    return Integer.parseInt(date.group(group));
  }

  /** What is more exact is cut off. */
  private static int nanoseconds(@Nullable String fraction) {
    return fraction == null
        ? 0
        : Integer.parseInt(fraction + "0".repeat(NANOSECOND_DIGITS), 0, NANOSECOND_DIGITS, 10);
  }

  /** How far the date is ahead of UTC: up to a day, further than Java's own offsets reach. */
  private static Duration offset(Matcher date) {
    if (date.group(8) == null) {
      return Duration.ZERO;
    }
    Duration ahead = Duration.ofHours(number(date, 9)).plusMinutes(number(date, 10));
    return date.group(8).equals("-") ? ahead.negated() : ahead;
  }

  private TufException wrong(String name, String wanted) {
    return TufException.malformed(where + ": " + name + " must be " + wanted);
  }
}
