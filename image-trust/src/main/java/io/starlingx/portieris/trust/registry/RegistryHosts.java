/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.http.Origin;
import io.starlingx.portieris.trust.http.TargetSource;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the operator says about registries: which are spoken to over plain HTTP, and which have a
 * certificate authority of their own. A registry is {@code host[:port]}, as in an image name.
 */
public final class RegistryHosts {

  private static final RegistryHosts NONE = new RegistryHosts(List.of(), Map.of());
  private static final String DOCKER_HUB = "docker.io";
  private static final String DOCKER_HUB_API = "registry-1.docker.io";

  private final Set<Origin> insecure;
  private final Map<Origin, List<X509Certificate>> authorities;

  /**
   * What holds for the life of the program.
   *
   * @param insecure registries that have no TLS
   * @param authorities certificates trusted for a registry beside the program's own
   * @throws IllegalArgumentException naming an entry that is no registry
   */
  public RegistryHosts(List<String> insecure, Map<String, List<X509Certificate>> authorities) {
    this.insecure =
        insecure.stream().map(entry -> origin("http", entry)).collect(Collectors.toSet());
    this.authorities =
        authorities.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    entry -> origin("https", entry.getKey()),
                    entry -> List.copyOf(entry.getValue()),
                    (one, other) -> Stream.concat(one.stream(), other.stream()).toList()));
  }

  /** Every registry has TLS, with a certificate of a generally trusted authority. */
  public static RegistryHosts standard() {
    return NONE;
  }

  /**
   * A URL of a registry's API.
   *
   * @param registry as in an image name
   * @param path begins with {@code /}
   */
  public URI url(String registry, String path) {
    String host = requireNonNull(registry, "registry");
    host = host.equals(DOCKER_HUB) ? DOCKER_HUB_API : host;
    URI plain = URI.create("http://" + host + path);
    return insecure.contains(Origin.of(plain)) ? plain : URI.create("https://" + host + path);
  }

  /** Certificates trusted for the host of {@code uri} beside the program's own. */
  public List<X509Certificate> authorities(URI uri) {
    return Optional.ofNullable(authorities.get(Origin.of(uri))).orElse(List.of());
  }

  /** The operator's own naming of a registry lets it be at any address. */
  public TargetSource source(URI uri) {
    Origin origin = Origin.of(uri);
    return insecure.contains(origin) || authorities.containsKey(origin)
        ? TargetSource.CONFIGURED
        : TargetSource.UNTRUSTED;
  }

  /** Whether a text is the {@code host[:port]} of a registry and nothing else. */
  public static boolean isRegistry(String text) {
    return parse("https", text).isPresent();
  }

  private static Origin origin(String scheme, String registry) {
    return parse(scheme, registry)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\"" + registry + "\" is not the host[:port] of a registry"));
  }

  private static Optional<Origin> parse(String scheme, String registry) {
    try {
      URI uri = new URI(scheme + "://" + registry.strip());
      boolean bare =
          uri.getHost() != null
              && uri.getRawUserInfo() == null
              && uri.getRawPath().isEmpty()
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null;
      return bare ? Optional.of(Origin.of(uri)) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
