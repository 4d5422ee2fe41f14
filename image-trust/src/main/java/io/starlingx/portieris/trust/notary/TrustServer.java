/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.notary;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.http.TargetSource;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A server to ask for trust data.
 *
 * @param url base URL without trailing slash; plain http is asked without credentials
 * @param authorities certificates trusted for this server beside the program's own
 * @param source {@code UNTRUSTED} when a policy named it
 */
public record TrustServer(URI url, List<X509Certificate> authorities, TargetSource source) {

  private static final Pattern SLASHES = Pattern.compile("/+$");

  public TrustServer {
    requireNonNull(url, "url");
    requireNonNull(source, "source");
    authorities = List.copyOf(authorities);
  }

  /** The same for the same server, however its URL is spelled. */
  String name() {
    String scheme = url.getScheme().toLowerCase(Locale.ROOT);
    int usual = scheme.equals("https") ? 443 : 80;
    String port = url.getPort() < 0 || url.getPort() == usual ? "" : ":" + url.getPort();
    String path = SLASHES.matcher(url.getRawPath()).replaceFirst("");
    return scheme + "://" + url.getHost().toLowerCase(Locale.ROOT) + port + path;
  }
}
