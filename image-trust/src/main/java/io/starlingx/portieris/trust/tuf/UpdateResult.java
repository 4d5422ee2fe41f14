/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.verdict.Verdict;
import java.time.Instant;

/** What an update led to. */
public sealed interface UpdateResult {

  /**
   * Everything is verified.
   *
   * @param asOf when the server was last asked whether this is its newest state
   */
  record Updated(TrustedRepository repository, Instant asOf) implements UpdateResult {
    public Updated {
      requireNonNull(repository, "repository");
      requireNonNull(asOf, "asOf");
    }
  }

  /**
   * Nothing may be trusted.
   *
   * @param verdict never trusted
   */
  record Stopped(Verdict verdict) implements UpdateResult {
    public Stopped {
      if (verdict instanceof Verdict.Trusted) {
        throw new IllegalArgumentException("a trusted verdict stops nothing");
      }
    }
  }
}
