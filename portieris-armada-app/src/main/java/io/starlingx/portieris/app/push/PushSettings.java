/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.push;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * How to talk to the registry.
 *
 * @param authorities certificates trusted beside the system's
 * @param tokenRealms hosts of token services that may be given credentials although they are not on
 *     the registry's own host: {@code host} or {@code host:port}
 * @param mountFrom a repository of the same registry that may hold some of the blobs already
 * @param pause waits between two attempts
 */
public record PushSettings(
    PushCredentials credentials,
    List<X509Certificate> authorities,
    List<String> tokenRealms,
    Optional<String> mountFrom,
    Pause pause) {
  public PushSettings {
    authorities = List.copyOf(authorities);
    tokenRealms = List.copyOf(tokenRealms);
  }
}
