/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.http.Headers;
import io.starlingx.portieris.trust.http.OutboundRequest.Method;
import io.starlingx.portieris.trust.http.TargetSource;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A document to be read from a server that may ask for a token.
 *
 * @param method GET, or HEAD for the headers alone
 * @param scope what a token is asked for, built by the caller: {@code repository:<name>:pull};
 *     never what the server suggests
 * @param credentials tried in order, each only when the one before was refused; empty means
 *     anonymous
 * @param maxBytes longest acceptable document
 * @param authorities certificates trusted for this server beside the transport's own
 */
public record ReadRequest(
    Method method,
    URI uri,
    Headers headers,
    String scope,
    List<Credentials> credentials,
    int maxBytes,
    List<X509Certificate> authorities,
    TargetSource source) {
  public ReadRequest {
    requireNonNull(method, "method");
    requireNonNull(uri, "uri");
    requireNonNull(headers, "headers");
    requireNonNull(scope, "scope");
    requireNonNull(source, "source");
    credentials = List.copyOf(credentials);
    authorities = List.copyOf(authorities);
  }

  /** A request for the document itself. */
  public ReadRequest(
      URI uri,
      Headers headers,
      String scope,
      List<Credentials> credentials,
      int maxBytes,
      List<X509Certificate> authorities,
      TargetSource source) {
    this(Method.GET, uri, headers, scope, credentials, maxBytes, authorities, source);
  }
}
