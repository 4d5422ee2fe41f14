/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.openpgp.PGPPublicKey;

/**
 * A key or subkey, as far as it may sign.
 *
 * @param owner the primary key, itself or the one that the subkey is bound to
 * @param expires {@link Instant#MAX} for never
 * @param unusable why it may not sign at all, whatever the date
 */
record SigningKey(
    PGPPublicKey key, PGPPublicKey owner, Instant expires, Optional<String> unusable) {

  /** The primary key's fingerprint, by which people know the signer. */
  String fingerprint() {
    return HexFormat.of().withUpperCase().formatHex(owner.getFingerprint());
  }
}
