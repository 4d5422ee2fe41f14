/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.URI;
import java.util.Optional;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.net.URIAuthority;

/** The message that carries an {@link OutboundRequest}. */
final class RequestMessage {

  private static final String USER_AGENT =
      "portieris/"
          + Optional.ofNullable(RequestMessage.class.getPackage().getImplementationVersion())
              .orElse("0");

  private RequestMessage() {}

  static BasicClassicHttpRequest of(OutboundRequest request, Route route) {
    BasicClassicHttpRequest message =
        new BasicClassicHttpRequest(request.method().name(), target(request.uri()));
    message.addHeader(HttpHeaders.HOST, route.target().authority());
    message.addHeader(HttpHeaders.USER_AGENT, USER_AGENT);
    request.headers().fields().forEach(field -> message.addHeader(field.name(), field.value()));
    if (route.isThroughPlainProxy()) {
      Origin target = route.target();
      message.setScheme("http");
      message.setAuthority(
          new URIAuthority(target.host(), target.port() == 80 ? -1 : target.port()));
      message.setAbsoluteRequestUri(true);
      route
          .proxy()
          .flatMap(ProxyTunnel::authorization)
          .ifPresent(value -> message.addHeader(HttpHeaders.PROXY_AUTHORIZATION, value));
    }
    if (request.method() == OutboundRequest.Method.POST) {
      byte[] form = request.form().getBytes(US_ASCII);
      message.setEntity(new ByteArrayEntity(form, ContentType.APPLICATION_FORM_URLENCODED));
      if (request.headers().first(HttpHeaders.CONTENT_TYPE).isEmpty()) {
        message.addHeader(HttpHeaders.CONTENT_TYPE, "application/x-www-form-urlencoded");
      }
      message.addHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(form.length));
    }
    return message;
  }

  private static String target(URI uri) {
    URI ascii = URI.create(uri.toASCIIString());
    String path = ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
    return path + (ascii.getRawQuery() == null ? "" : "?" + ascii.getRawQuery());
  }
}
