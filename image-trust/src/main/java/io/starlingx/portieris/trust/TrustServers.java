/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import io.starlingx.portieris.trust.http.TargetSource;
import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.notary.TrustServer;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which trust servers to ask: those of the rule; else those configured for the registry; else the
 * configured defaults; else the well-known server of a public registry.
 */
final class TrustServers {

  private static final Map<String, URI> WELL_KNOWN =
      Map.of(
          "docker.io", URI.create("https://notary.docker.io"),
          "quay.io", URI.create("https://quay.io:443"));

  private final List<ServerEntry> configured;

  TrustServers(List<ServerEntry> configured) {
    this.configured = configured;
  }

  /**
   * The servers for one image, empty when there is none.
   *
   * @param ofRule what the rule names
   * @param signed the name under which the image is signed
   */
  List<TrustServer> choose(List<URI> ofRule, ImageReference signed) {
    if (!ofRule.isEmpty()) {
      return ofRule.stream().map(this::named).toList();
    }
    return entry(signed.registry())
        .or(() -> entry(signed.canonicalRegistry()))
        .or(() -> entry(ServerEntry.DEFAULTS))
        .map(TrustServers::ofEntry)
        .orElseGet(() -> wellKnown(signed.host().toLowerCase(Locale.ROOT)));
  }

  /** A rule may spell out a configured server: then the operator named it too. */
  private TrustServer named(URI url) {
    List<ServerEntry> entries =
        configured.stream().filter(entry -> entry.urls().contains(url)).toList();
    return new TrustServer(
        url,
        entries.stream().flatMap(entry -> entry.authorities().stream()).distinct().toList(),
        entries.isEmpty() ? TargetSource.UNTRUSTED : TargetSource.CONFIGURED);
  }

  private Optional<ServerEntry> entry(String registry) {
    return configured.stream().filter(entry -> entry.registry().equals(registry)).findFirst();
  }

  private static List<TrustServer> ofEntry(ServerEntry entry) {
    return entry.urls().stream()
        .map(url -> new TrustServer(url, entry.authorities(), TargetSource.CONFIGURED))
        .toList();
  }

  private static List<TrustServer> wellKnown(String host) {
    return WELL_KNOWN.entrySet().stream()
        .filter(e -> host.equals(e.getKey()) || host.endsWith("." + e.getKey()))
        .map(e -> new TrustServer(e.getValue(), List.of(), TargetSource.UNTRUSTED))
        .toList();
  }
}
