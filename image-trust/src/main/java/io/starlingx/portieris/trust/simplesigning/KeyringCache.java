/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/** Keyrings by their text, so that each is read, and its keys' own signatures checked, once. */
public final class KeyringCache {

  private static final long MAX_CHARACTERS = 4L << 20;

  private final Cache<String, Keyring> keyrings =
      Caffeine.newBuilder()
          .executor(Runnable::run)
          .maximumWeight(MAX_CHARACTERS)
          .weigher((String text, Keyring keyring) -> text.length())
          .build();

  /**
   * The keys in a text, as {@link Keyring#parse}.
   *
   * @throws UnusableKeyringException each time anew; only usable keyrings are kept
   */
  public Keyring parse(String armoured) throws UnusableKeyringException {
    Keyring known = keyrings.getIfPresent(armoured);
    if (known != null) {
      return known;
    }
    Keyring keyring = Keyring.parse(armoured);
    keyrings.put(armoured, keyring);
    return keyring;
  }
}
