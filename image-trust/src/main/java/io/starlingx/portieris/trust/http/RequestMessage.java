/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.URI;
import java.util.Optional;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/** The message that carries an {@link OutboundRequest}. */
final class RequestMessage {

  private static final String USER_AGENT =
      "portieris/"
          + Optional.ofNullable(RequestMessage.class.getPackage().getImplementationVersion())
              .orElse("0");

  private RequestMessage() {}

  static BasicClassicHttpRequest of(OutboundRequest request, Route route) {
    BasicClassicHttpRequest message =
        new BasicClassicHttpRequest(request.method().name(), target(request.uri(), route));
    message.addHeader(HttpHeaders.HOST, route.target().authority());
    message.addHeader(HttpHeaders.USER_AGENT, USER_AGENT);
    request.headers().fields().forEach(field -> message.addHeader(field.name(), field.value()));
    if (route.isThroughPlainProxy()) {
      route
          .proxy()
          .flatMap(ProxyTunnel::authorization)
          .ifPresent(value -> message.addHeader(HttpHeaders.PROXY_AUTHORIZATION, value));
    }
    if (request.method() == OutboundRequest.Method.POST) {
      byte[] form = request.form().getBytes(US_ASCII);
      message.setEntity(new ByteArrayEntity(form, ContentType.APPLICATION_FORM_URLENCODED));
      message.addHeader(HttpHeaders.CONTENT_TYPE, "application/x-www-form-urlencoded");
      message.addHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(form.length));
    }
    return message;
  }

  private static String target(URI uri, Route route) {
    URI ascii = URI.create(uri.toASCIIString());
    String path = ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
    String query = ascii.getRawQuery() == null ? "" : "?" + ascii.getRawQuery();
    return (route.isThroughPlainProxy() ? "http://" + route.target().authority() : "")
        + path
        + query;
  }
}
