/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads http and https URLs. */
final class WebUrl {

  private WebUrl() {}

  /** A trust server's URL, without credentials, query, fragment and final slash. */
  static Optional<String> trustServer(Value value) {
    String accepted = "https://host[:port]";
    Optional<URI> uri = value.text(accepted).flatMap(text -> uri(value, text, accepted));
    if (uri.isEmpty()) {
      return Optional.empty();
    }
    if (uri.get().getRawUserInfo() != null) {
      Section.refuseCredential(value);
      return Optional.empty();
    }
    if (uri.get().getRawQuery() != null || uri.get().getRawFragment() != null) {
      value.problem("is not a valid URL of a trust server", accepted);
      return Optional.empty();
    }
    if (scheme(uri.get()).equals("http")) {
      value.notice("is asked over http: anonymous only, and anyone on the way can stop it", "");
    }
    return uri.map(u -> u.toString().replaceFirst("/+$", ""));
  }

  /** A proxy's URL; credentials in it are left out. */
  static Optional<String> proxy(Value value) {
    String accepted = "http://host:port";
    return value
        .text(accepted)
        .flatMap(text -> uri(value, text, accepted))
        .map(
            uri -> {
              if (uri.getRawUserInfo() != null) {
                value.notice(
                    "holds credentials, which are not written: the webhook asks this proxy without",
                    "");
              }
              return scheme(uri)
                  + "://"
                  + uri.getHost()
                  + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
            });
  }

  private static Optional<URI> uri(Value value, String text, String accepted) {
    try {
      URI uri = new URI(text);
      if (uri.getHost() != null
          && List.of("http", "https").contains(scheme(uri))
          && uri.getPort() <= 65535) {
        return Optional.of(uri);
      }
    } catch (URISyntaxException e) {
      // Reported below: its own text holds the value.
    }
    value.problem("is not a valid URL", accepted);
    return Optional.empty();
  }

  private static String scheme(URI uri) {
    return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
  }
}
