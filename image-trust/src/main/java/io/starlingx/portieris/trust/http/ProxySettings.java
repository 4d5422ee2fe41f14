/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which proxy a request goes through. {@code no} lists what is asked directly: {@code *}, a domain
 * with all below it ({@code example.com}, {@code .example.com}), an address or a block of
 * addresses, each but the last with an optional {@code :port}. This host itself is always asked
 * directly.
 *
 * @param http for http URLs
 * @param https for https URLs
 */
public record ProxySettings(Optional<URI> http, Optional<URI> https, List<String> no) {

  private static final ProxySettings NONE =
      new ProxySettings(Optional.empty(), Optional.empty(), List.of());

  public ProxySettings {
    http.ifPresent(ProxySettings::check);
    https.ifPresent(ProxySettings::check);
    no = no.stream().map(entry -> entry.strip().toLowerCase(Locale.ROOT)).toList();
  }

  /** Every request goes directly. */
  public static ProxySettings none() {
    return NONE;
  }

  private static void check(URI proxy) {
    requireNonNull(proxy, "proxy");
    if (!("http".equalsIgnoreCase(proxy.getScheme()) || "https".equalsIgnoreCase(proxy.getScheme()))
        || proxy.getHost() == null) {
      throw new IllegalArgumentException("a proxy is given as http://host:port");
    }
  }

  /** The proxy for {@code target}; empty when it is asked directly. */
  Optional<URI> proxyFor(Origin target) {
    Optional<URI> proxy = target.secure() ? https : http;
    return proxy.filter(p -> !isDirect(target));
  }

  private boolean isDirect(Origin target) {
    Optional<InetAddress> address = AddressRange.literal(target.host());
    return target.host().equals("localhost")
        || address.filter(InetAddress::isLoopbackAddress).isPresent()
        || no.stream().anyMatch(entry -> covers(entry, target, address));
  }

  private static boolean covers(String entry, Origin target, Optional<InetAddress> address) {
    if (entry.equals("*")) {
      return true;
    }
    Optional<AddressRange> range = AddressRange.parse(entry);
    if (range.isPresent()) {
      return address.filter(range.get()::contains).isPresent();
    }
    int colon = entry.lastIndexOf(':');
    if (colon >= 0) {
      return entry.substring(colon + 1).equals(Integer.toString(target.port()))
          && covers(entry.substring(0, colon), target, address);
    }
    String domain = entry.startsWith("*.") ? entry.substring(1) : entry;
    String suffix = domain.startsWith(".") ? domain : "." + domain;
    return !domain.isEmpty() && (target.host().equals(domain) || target.host().endsWith(suffix));
  }

  /** Without the user information that a proxy's URL may hold. */
  @Override
  public String toString() {
    return "ProxySettings[http="
        + http.map(URI::getHost)
        + ", https="
        + https.map(URI::getHost)
        + ", no="
        + no
        + "]";
  }
}
