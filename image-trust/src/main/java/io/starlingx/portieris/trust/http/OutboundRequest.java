/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One request to be sent once: redirects are answers, never followed here.
 *
 * @param uri absolute, http or https, without user information and fragment
 * @param form what is sent with POST, in ASCII: a URL-encoded form unless the headers state another
 *     type; empty text otherwise
 * @param maxBytes longest acceptable answer body
 * @param authorities certificates trusted for this request beside the transport's own
 */
public record OutboundRequest(
    Method method,
    URI uri,
    Headers headers,
    String form,
    int maxBytes,
    List<X509Certificate> authorities,
    TargetSource source) {

  /** The methods that a verifier needs. */
  public enum Method {
    GET,
    HEAD,
    POST
  }

  public OutboundRequest {
    requireNonNull(method, "method");
    requireNonNull(headers, "headers");
    requireNonNull(source, "source");
    requireNonNull(form, "form");
    authorities = List.copyOf(authorities);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!(scheme.equals("https") || scheme.equals("http"))
        || uri.getHost() == null
        || uri.getRawUserInfo() != null
        || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("not an http or https URL with a host and nothing secret");
    }
    if (maxBytes < 0) {
      throw new IllegalArgumentException("negative limit");
    }
  }

  /** The same request, with an answer of at most this many bytes. */
  OutboundRequest limitedTo(int bytes) {
    return new OutboundRequest(method, uri, headers, form, bytes, authorities, source);
  }

  /** The same request with another header. */
  OutboundRequest with(Headers.Field field) {
    List<Headers.Field> fields = new ArrayList<>(headers.fields());
    fields.add(field);
    return new OutboundRequest(
        method, uri, new Headers(fields), form, maxBytes, authorities, source);
  }

  /** A GET without any header of the caller's. */
  public static OutboundRequest get(URI uri, int maxBytes) {
    return new OutboundRequest(
        Method.GET, uri, new Headers(List.of()), "", maxBytes, List.of(), TargetSource.UNTRUSTED);
  }
}
