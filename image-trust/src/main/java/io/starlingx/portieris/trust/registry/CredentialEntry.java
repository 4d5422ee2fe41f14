/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.Optional;

/** One entry of a credential document. */
record CredentialEntry(CredentialKey key, Credentials credentials) {

  /** The entry, or empty when it holds no credential that can be used. */
  static Optional<CredentialEntry> read(String key, JsonNode value) {
    return credentials(key, value).map(c -> new CredentialEntry(CredentialKey.parse(key), c));
  }

  private static Optional<Credentials> credentials(String key, JsonNode value) {
    String identityToken = text(value, "identitytoken");
    if (!identityToken.isEmpty()) {
      return Optional.of(new Credentials.IdentityToken(identityToken));
    }
    String registryToken = text(value, "registrytoken");
    if (!registryToken.isEmpty()) {
      return Optional.of(new Credentials.RegistryToken(key, registryToken));
    }
    return decoded(text(value, "auth")).or(() -> fields(value));
  }

  /** {@code base64(user:password)}; the padding may be missing. */
  private static Optional<Credentials> decoded(String auth) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(auth.strip());
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // upstream documents carry such values beside usable fields
    }
    String pair = new String(bytes, UTF_8).replaceFirst("\0+$", "");
    int colon = pair.indexOf(':');
    return colon < 1
        ? Optional.empty()
        : Optional.of(new Credentials.Basic(pair.substring(0, colon), pair.substring(colon + 1)));
  }

  private static Optional<Credentials> fields(JsonNode value) {
    String username = text(value, "username");
    return username.isEmpty()
        ? Optional.empty()
        : Optional.of(new Credentials.Basic(username, text(value, "password")));
  }

  private static String text(JsonNode value, String field) {
    return value.path(field).asText("");
  }
}
