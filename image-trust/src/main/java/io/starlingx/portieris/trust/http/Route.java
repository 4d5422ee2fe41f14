/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that decides whether two requests may share a connection: where it leads, who named
 * the target, and which authorities vouched for it.
 *
 * @param authorities trusted for this request beside the transport's own
 */
record Route(
    Origin target, Optional<URI> proxy, TargetSource source, Set<X509Certificate> authorities) {

  Route {
    requireNonNull(target, "target");
    requireNonNull(proxy, "proxy");
    requireNonNull(source, "source");
    authorities = Set.copyOf(authorities);
  }

  static Route of(OutboundRequest request, ProxySettings proxies) {
    Origin target = Origin.of(request.uri());
    List<X509Certificate> authorities = target.secure() ? request.authorities() : List.of();
    return new Route(target, proxies.proxyFor(target), request.source(), Set.copyOf(authorities));
  }

  /** Whether requests name the whole URL because a proxy reads them. */
  boolean isThroughPlainProxy() {
    return proxy.isPresent() && !target.secure();
  }
}
