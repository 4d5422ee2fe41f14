/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.http.TargetSource;
import io.starlingx.portieris.trust.registry.Credentials;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Where a repository's trust data are, and how they may be asked for.
 *
 * @param server base URL without trailing slash
 * @param gun name of the repository with its registry, no tag
 */
public record RepositoryLocation(
    URI server,
    String gun,
    List<Credentials> credentials,
    List<X509Certificate> authorities,
    TargetSource source) {

  public RepositoryLocation {
    requireNonNull(server, "server");
    requireNonNull(gun, "gun");
    requireNonNull(source, "source");
    credentials = List.copyOf(credentials);
    authorities = List.copyOf(authorities);
  }

  /** The URL of one metadata file; {@code [} and {@code ]} of an IPv6 host are escaped. */
  URI file(String name) {
    String path = gun.replace("[", "%5B").replace("]", "%5D");
    return URI.create(server + "/v2/" + path + "/_trust/tuf/" + name + ".json");
  }
}
