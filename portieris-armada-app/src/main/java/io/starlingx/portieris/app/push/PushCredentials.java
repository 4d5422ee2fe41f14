/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.push;

/** Who pushes. Secret parts never reach a string. */
public sealed interface PushCredentials {

  /** Nobody in particular. */
  record Anonymous() implements PushCredentials {}

  /** A user. */
  record Password(String username, String password) implements PushCredentials {
    @Override
    public String toString() {
      return "Password[" + username + "]";
    }
  }

  /** Whoever holds a refresh token of the registry's token service. */
  record IdentityToken(String token) implements PushCredentials {
    @Override
    public String toString() {
      return "IdentityToken";
    }
  }

  /** Whoever holds a token of the registry itself. */
  record RegistryToken(String token) implements PushCredentials {
    @Override
    public String toString() {
      return "RegistryToken";
    }
  }
}
