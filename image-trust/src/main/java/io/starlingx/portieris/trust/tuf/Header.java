/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What every kind of signed data says about itself. */
record Header(String role, long version, Instant expires) {

  private static final DateTimeFormatter UNIX_DATE =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss 'UTC' yyyy", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /**
   * The common members of {@code body}.
   *
   * @param type what {@code _type} must be, to the letter
   */
  static Header parse(String type, Members body) throws TufException {
    String found = body.text("_type");
    if (!found.equals(type)) {
      throw TufException.malformed(body.where() + ": expected type " + type);
    }
    return new Header(body.where(), body.integer("version", 1), body.date("expires"));
  }

  void requireUnexpired(Instant now) throws TufException {
    if (expires.isBefore(now)) {
      throw new TufException(ReasonCode.EXPIRED, role + " expired at " + UNIX_DATE.format(expires));
    }
  }
}
