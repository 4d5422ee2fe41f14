/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.verdict;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.image.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The outcome of checking one image against one rule. A verdict is a value: once made, nothing
 * changes or erases it.
 */
public sealed interface Verdict {

  /** The reason, {@link ReasonCode#ALLOW} exactly when trusted. */
  ReasonCode code();

  /**
   * Every check passed.
   *
   * @param digest what was verified; empty when the rule asks for no check at all
   * @param signers names of the signers whose signature was required and found, in rule order
   * @param validUntil the earliest expiry among everything that was relied upon; {@link
   *     Instant#MAX} when nothing expires
   */
  record Trusted(Optional<Digest> digest, List<String> signers, Instant validUntil)
      implements Verdict {
    public Trusted {
      requireNonNull(digest, "digest");
      requireNonNull(validUntil, "validUntil");
      signers = List.copyOf(signers);
    }

    /** Whether both are about content, and not about the same. */
    public boolean conflictsWith(Trusted other) {
      return digest.isPresent() && other.digest.isPresent() && !digest.equals(other.digest);
    }

    /** What holds when this and {@code other}, which does not conflict with it, hold. */
    public Trusted and(Trusted other) {
      return new Trusted(
          other.digest.or(() -> digest),
          Stream.concat(signers.stream(), other.signers.stream()).toList(),
          validUntil.isBefore(other.validUntil) ? validUntil : other.validUntil);
    }

    @Override
    public ReasonCode code() {
      return ReasonCode.ALLOW;
    }
  }

  /**
   * The answer is no.
   *
   * @param message for people: what was wrong, without the image's name
   */
  record Rejected(ReasonCode code, String message) implements Verdict {
    public Rejected {
      requireNonNull(message, "message");
      if (code == ReasonCode.ALLOW
          || code == ReasonCode.UNAVAILABLE
          || code == ReasonCode.INTERNAL) {
        throw new IllegalArgumentException(code + " is not a rejection");
      }
    }
  }

  /**
   * The question could not be asked, or was not answered in time. Never an admission.
   *
   * @param code UNAVAILABLE, or INTERNAL for a defect in this program
   * @param message for people: which host or object, and what happened
   * @param status the HTTP status that stood in the way; empty when there was no answer at all
   */
  record Unavailable(ReasonCode code, String message, OptionalInt status) implements Verdict {
    public Unavailable {
      requireNonNull(message, "message");
      requireNonNull(status, "status");
      if (code != ReasonCode.UNAVAILABLE && code != ReasonCode.INTERNAL) {
        throw new IllegalArgumentException(code + " is an answer, not an absence of one");
      }
    }

    public Unavailable(ReasonCode code, String message) {
      this(code, message, OptionalInt.empty());
    }

    public Unavailable(String message) {
      this(ReasonCode.UNAVAILABLE, message);
    }
  }
}
