/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import io.starlingx.portieris.trust.http.Origin;
import io.starlingx.portieris.trust.image.Ipv6Literal;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * What the operator decides about token services.
 *
 * @param tokenRealms token services that may be given credentials although their host is not the
 *     server's own: {@code host}, {@code host:port} or a URL of theirs
 */
public record TokenSettings(List<String> tokenRealms) {
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
    String bare =
        text.strip()
            .toLowerCase(Locale.ROOT)
            .replaceFirst("^https://", "")
            .replaceFirst("[/?].*$", "");
    if (bare.isEmpty() || bare.indexOf('@') >= 0 || bare.indexOf('*') >= 0) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not the host, host:port or https URL of a token service");
    }
    return canonical(bare);
  }

  /** As an {@link Origin} names it, if it begins with an IPv6 address. */
  private static String canonical(String authority) {
    boolean bareAddress =
        !authority.startsWith("[") && authority.indexOf(':') != authority.lastIndexOf(':');
    String text = bareAddress ? "[" + authority + "]" : authority;
    int end = text.indexOf(']') + 1;
    return Ipv6Literal.canonical(text.substring(0, end)) + text.substring(end);
  }
}
