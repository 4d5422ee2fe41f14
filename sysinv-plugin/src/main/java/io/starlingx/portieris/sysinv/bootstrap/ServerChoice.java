/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.policy.RepositoryPattern;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Chooses the trust server of a rule: the entry of the pattern's host; else, for a mirror, of the
 * host that its images are signed under; else {@code defaults}.
 */
final class ServerChoice {

  private final NotaryServers servers;
  private final List<Mirror> mirrors;

  ServerChoice(NotaryServers servers, List<Mirror> mirrors) {
    this.servers = servers;
    this.mirrors = mirrors;
  }

  /**
   * The server, empty when there is none.
   *
   * @param rule where a notice goes when the pattern covers registries with other servers
   */
  Optional<NotaryServer> of(String pattern, Value rule) {
    String host = host(pattern);
    if (host.contains("*")) {
      noticeOthers(host, rule);
      return servers.of(NotaryServer.DEFAULTS);
    }
    return Stream.of(registry(host), signed(pattern))
        .flatMap(Optional::stream)
        .flatMap(registry -> servers.of(registry).stream())
        .findFirst()
        .or(() -> servers.of(NotaryServer.DEFAULTS));
  }

  private void noticeOthers(String host, Value rule) {
    List<String> others =
        servers.entries().stream()
            .map(NotaryServer::registry)
            .filter(registry -> !registry.equals(NotaryServer.DEFAULTS))
            .filter(registry -> new RepositoryPattern(host).matches(registry))
            .toList();
    if (!others.isEmpty() && servers.of(NotaryServer.DEFAULTS).isPresent()) {
      rule.notice(
          "asks the server of defaults for "
              + String.join(", ", others)
              + " too, unless another rule matches better",
          "");
    }
  }

  /** The host half of a pattern; a pattern without a slash may hold one only by a star. */
  private static String host(String pattern) {
    int slash = pattern.indexOf('/');
    return slash >= 0 ? pattern.substring(0, slash) : pattern.contains("*") ? pattern : "docker.io";
  }

  private Optional<String> signed(String pattern) {
    return mirrors.stream()
        .filter(mirror -> pattern.startsWith(mirror.prefix() + "/"))
        .findFirst()
        .flatMap(mirror -> registry(mirror.signedPrefix()));
  }

  private static Optional<String> registry(String prefix) {
    return HostName.reference(prefix).map(ImageReference::canonicalRegistry);
  }
}
