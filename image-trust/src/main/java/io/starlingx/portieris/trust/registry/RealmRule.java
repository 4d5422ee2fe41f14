/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import io.starlingx.portieris.trust.http.Origin;
import io.starlingx.portieris.trust.http.TargetSource;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides what a token service may be given. It is named by the server, so it gets credentials only
 * when it is on the server's own host, the known partner of a public registry, or listed by the
 * operator; any other is asked anonymously.
 */
final class RealmRule {

  private static final Map<String, Set<String>> PARTNERS =
      Map.of(
          "auth.docker.io",
          Set.of("docker.io", "index.docker.io", "registry-1.docker.io", "notary.docker.io"),
          "gitlab.com",
          Set.of("registry.gitlab.com"));

  private final TokenSettings settings;

  RealmRule(TokenSettings settings) {
    this.settings = settings;
  }

  /** What a token service may be given, and how it is reached. */
  record Access(boolean credentials, TargetSource source, List<X509Certificate> authorities) {}

  Access access(ReadRequest request, URI realm) {
    Origin server = Origin.of(request.uri());
    String host = Origin.of(realm).host();
    if (host.equals(server.host())) {
      return new Access(server.secure(), request.source(), request.authorities());
    }
    if (settings.lists(realm)) {
      return new Access(server.secure(), TargetSource.CONFIGURED, List.of());
    }
    boolean partner = PARTNERS.getOrDefault(host, Set.of()).contains(server.host());
    return new Access(partner && server.secure(), TargetSource.UNTRUSTED, List.of());
  }
}
