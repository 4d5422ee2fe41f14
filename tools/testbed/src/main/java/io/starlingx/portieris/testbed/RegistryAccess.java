/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed;

import java.net.URI;
import java.nio.file.Path;

/** Whom a {@link DockerRegistry} lets in. */
public sealed interface RegistryAccess {

  /** Everybody, for everything. */
  record Open() implements RegistryAccess {}

  /** One user with a password, by HTTP Basic. */
  record Password(String user, String password) implements RegistryAccess {}

  /**
   * Whoever has a token of a token service.
   *
   * @param realm where the registry sends its clients for a token
   * @param service its own name in their requests
   * @param issuer who must have issued a token
   * @param issuerCertificate whose key must have signed it, as a PEM file
   */
  record Token(URI realm, String service, String issuer, Path issuerCertificate)
      implements RegistryAccess {}
}
