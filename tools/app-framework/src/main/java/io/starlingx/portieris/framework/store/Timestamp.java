/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Instants in the form that is stored and shown: {@code 2026-11-22T02:58:46.035534+00:00}. */
public final class Timestamp {

  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx");

  private Timestamp() {}

  /** The text; digits below a microsecond are dropped. */
  public static String of(Instant instant) {
    return FORM.format(instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
  }

  static Instant parse(String text) {
    return OffsetDateTime.parse(text, FORM).toInstant();
  }
}
