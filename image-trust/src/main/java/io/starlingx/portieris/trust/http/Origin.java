/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.image.Ipv6Literal;
import java.net.URI;
import java.util.Locale;

/**
 * Scheme, host and port: what a connection is opened to.
 *
 * @param host in lower case, an IPv6 address in its shortest form without brackets
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6454#section-4">RFC 6454 section 4</a>
 */
public record Origin(boolean secure, String host, int port) {

  public Origin {
    requireNonNull(host, "host");
  }

  /** The origin of an http or https URL with a host. */
  public static Origin of(URI uri) {
    boolean secure = "https".equalsIgnoreCase(uri.getScheme());
    String host =
        Ipv6Literal.canonical(requireNonNull(uri.getHost(), "host").toLowerCase(Locale.ROOT));
    boolean bracketed = host.startsWith("[");
    return new Origin(
        secure,
        bracketed ? host.substring(1, host.length() - 1) : host,
        uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80);
  }

  /** Host and, unless it is the scheme's own, port, as in a URL. */
  public String authority() {
    String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return port == (secure ? 443 : 80) ? name : name + ":" + port;
  }

  /** Host and port, as in the target of CONNECT. */
  String hostAndPort() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
