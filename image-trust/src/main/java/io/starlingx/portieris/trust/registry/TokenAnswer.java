/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import io.starlingx.portieris.trust.http.HttpResult;

/** What asking for a token led to. */
sealed interface TokenAnswer {

  /**
   * A token.
   *
   * @param cached whether it was obtained for an earlier request
   */
  record Token(String value, boolean cached) implements TokenAnswer {
    @Override
    public String toString() {
      return "Token";
    }
  }

  /** The token service does not accept the credential. */
  record Refused(String message) implements TokenAnswer {}

  /** The token service could not be asked. */
  record Failed(HttpResult.Kind kind, String message) implements TokenAnswer {}
}
