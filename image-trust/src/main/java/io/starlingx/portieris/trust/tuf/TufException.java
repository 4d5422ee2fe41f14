/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.util.OptionalInt;

/**
 * A step of an update ended with something other than success. Never leaves this package: its edge
 * turns it into a {@link Verdict}.
 */
final class TufException extends Exception {

  private final ReasonCode code;
  private final OptionalInt status;

  /**
   * The answer is no.
   *
   * @param message first line in the words of Docker's client, details on further lines
   */
  TufException(ReasonCode code, String message) {
    this(code, message, OptionalInt.empty());
  }

  private TufException(ReasonCode code, String message, OptionalInt status) {
    super(message, null, false, false);
    this.code = requireNonNull(code, "code");
    this.status = status;
  }

  /** The question could not be asked. */
  static TufException unavailable(String message, OptionalInt status) {
    return new TufException(ReasonCode.UNAVAILABLE, message, status);
  }

  static TufException malformed(String message) {
    return new TufException(ReasonCode.MALFORMED, message);
  }

  ReasonCode code() {
    return code;
  }

  String text() {
    return String.valueOf(getMessage());
  }

  /** A server that answers does not have a file. */
  boolean isAbsence() {
    return status.equals(OptionalInt.of(404));
  }

  /** There was no answer of any kind, or the question was not even sent. */
  boolean isSilence() {
    return code == ReasonCode.UNAVAILABLE && status.isEmpty();
  }

  /** A server that does not answer, or does not let us in, will not do so a moment later. */
  boolean isNoAnswer() {
    return code == ReasonCode.UNAUTHORIZED || (code == ReasonCode.UNAVAILABLE && !isAbsence());
  }

  Verdict verdict() {
    return code == ReasonCode.UNAVAILABLE
        ? new Verdict.Unavailable(code, text(), status)
        : new Verdict.Rejected(code, text());
  }
}
