/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * The trust servers of one registry.
 *
 * @param registry host or host:port as in image names, or {@link #DEFAULTS}
 * @param urls in the order to be tried, at least one
 * @param ca trusted for the TLS connection to these servers
 * @param rootCa must have issued the certificate of a repository's root key
 */
public record NotaryServer(
    String registry, List<String> urls, Optional<CaBundle> ca, Optional<CaBundle> rootCa) {

  /** Name of the entry for every registry without one of its own. */
  public static final String DEFAULTS = "defaults";

  public NotaryServer {
    requireNonNull(registry, "registry");
    urls = List.copyOf(urls);
    requireNonNull(ca, "ca");
    requireNonNull(rootCa, "rootCa");
  }
}
