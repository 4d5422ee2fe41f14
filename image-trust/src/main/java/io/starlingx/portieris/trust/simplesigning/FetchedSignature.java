/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.verdict.ReasonCode;

/** What a place for a signature holds. */
sealed interface FetchedSignature {

  /** A blob, nothing of it believed yet. */
  @SuppressWarnings("ArrayRecordComponent") // within this package, never changed or compared
  record Blob(byte[] content) implements FetchedSignature {
    public Blob {
      requireNonNull(content, "content");
    }
  }

  /** Something that cannot be a signature; the next one still may. */
  record Unusable(ReasonCode code, String reason) implements FetchedSignature {
    public Unusable {
      requireNonNull(code, "code");
      requireNonNull(reason, "reason");
    }
  }
}
