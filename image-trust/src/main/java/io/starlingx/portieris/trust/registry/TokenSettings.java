/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import io.starlingx.portieris.trust.http.Origin;
import io.starlingx.portieris.trust.image.Ipv6Literal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

/**
 * What the operator decides about token services.
 *
 * @param tokenRealms token services that may be given credentials although their host is not the
 *     server's own: {@code host}, {@code host:port} or an https URL of theirs; anything else is an
 *     {@link IllegalArgumentException} that names it
 */
public record TokenSettings(List<String> tokenRealms) {

  private static final int MAX_PORT = 65_535;

  /** Each entry as {@code host[:port]}. */
  public TokenSettings {
    tokenRealms = tokenRealms.stream().map(TokenSettings::authority).toList();
  }

  /** Credentials go to the server's own host and to well-known pairs only. */
  public static TokenSettings none() {
    return new TokenSettings(List.of());
  }

  boolean lists(URI realm) {
    Origin origin = Origin.of(realm);
    return tokenRealms.stream()
        .anyMatch(
            listed ->
                listed.equals(origin.host())
                    || listed.equals("[" + origin.host() + "]")
                    || listed.equals(origin.authority())
                    || listed.equals(origin.authority() + ":" + origin.port()));
  }

  private static String authority(String text) {
    String entry = text.strip().toLowerCase(Locale.ROOT);
    boolean isUrl = entry.startsWith("https://");
    boolean bareAddress =
        !isUrl && !entry.startsWith("[") && entry.indexOf(':') != entry.lastIndexOf(':');
    try {
      URI uri = new URI((isUrl ? "" : "https://") + (bareAddress ? "[" + entry + "]" : entry));
      if (names(uri) && (isUrl || isAuthorityOnly(uri))) {
        // As an Origin names it, if it is an IPv6 address.
        String host = Ipv6Literal.canonical(uri.getHost());
        return uri.getPort() < 0 ? host : host + ":" + uri.getPort();
      }
    } catch (URISyntaxException e) {
      // told below
    }
    throw new IllegalArgumentException(
        "\"" + text + "\" is not the host, host:port or https URL of a token service");
  }

  private static boolean names(URI uri) {
    return uri.getHost() != null
        && uri.getRawUserInfo() == null
        && !uri.getRawAuthority().endsWith(":")
        && uri.getPort() != 0
        && uri.getPort() <= MAX_PORT;
  }

  private static boolean isAuthorityOnly(URI uri) {
    return uri.getRawPath().isEmpty() && uri.getRawQuery() == null && uri.getRawFragment() == null;
  }
}
