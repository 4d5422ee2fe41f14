/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import java.util.OptionalInt;

/**
 * How many of a rule's signers must have signed.
 *
 * @param count empty for all of them
 */
public record SignerThreshold(OptionalInt count) {

  /** Every signer. */
  public static final SignerThreshold ALL = new SignerThreshold(OptionalInt.empty());

  public SignerThreshold {
    if (count.isPresent() && count.getAsInt() < 1) {
      throw new IllegalArgumentException("at least one signer must be required");
    }
  }

  /** At least {@code count} signers. */
  public static SignerThreshold atLeast(int count) {
    return new SignerThreshold(OptionalInt.of(count));
  }

  /** The number that {@code signers} signers must reach. */
  public int outOf(int signers) {
    return count.orElse(signers);
  }
}
