/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static java.util.Objects.requireNonNull;

/** One way to authenticate to a registry or trust server. Secret parts never reach a string. */
public sealed interface Credentials {

  /** User name and password. */
  record Basic(String username, String password) implements Credentials {
    public Basic {
      requireNonNull(username, "username");
      requireNonNull(password, "password");
    }

    @Override
    public String toString() {
      return "Basic[" + username + "]";
    }
  }

  /** A refresh token, to be exchanged for an access token. */
  record IdentityToken(String token) implements Credentials {
    public IdentityToken {
      requireNonNull(token, "token");
    }

    @Override
    public String toString() {
      return "IdentityToken";
    }
  }

  /**
   * An access token that is sent as it is, to its registry only.
   *
   * @param registry key of the entry that holds it: {@code host[:port][/path]}
   */
  record RegistryToken(String registry, String token) implements Credentials {
    public RegistryToken {
      requireNonNull(registry, "registry");
      requireNonNull(token, "token");
    }

    @Override
    public String toString() {
      return "RegistryToken[" + registry + "]";
    }
  }

  /** None. */
  record Anonymous() implements Credentials {}
}
