/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Which trust servers hold the signatures of a registry's images.
 *
 * @param registry host or host:port as in the image name, or {@link #DEFAULTS}
 * @param urls in the order to be tried, at least one
 * @param authorities certificates trusted for these servers beside the program's own
 */
public record ServerEntry(String registry, List<URI> urls, List<X509Certificate> authorities) {

  /** Name of the entry for every registry without one of its own. */
  public static final String DEFAULTS = "defaults";

  public ServerEntry {
    requireNonNull(registry, "registry");
    urls = urls.stream().map(ServerEntry::withoutSlash).toList();
    authorities = List.copyOf(authorities);
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("no URL of a trust server for " + registry);
    }
  }

  private static URI withoutSlash(URI url) {
    return URI.create(url.toString().replaceFirst("/+$", ""));
  }
}
