/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.time.Instant;

/** What one signature blob is worth for one requirement. */
sealed interface SignatureFinding {

  /**
   * It satisfies the requirement.
   *
   * @param signer fingerprint of the primary key
   * @param until the earlier expiry of signature and key, {@link Instant#MAX} for never
   */
  record Accepted(String signer, Instant until) implements SignatureFinding {
    public Accepted {
      requireNonNull(signer, "signer");
      requireNonNull(until, "until");
    }
  }

  /** It does not; another one still may. */
  record Refused(Stage stage, ReasonCode code, String reason) implements SignatureFinding {
    public Refused {
      requireNonNull(stage, "stage");
      requireNonNull(code, "code");
      requireNonNull(reason, "reason");
    }
  }
}
