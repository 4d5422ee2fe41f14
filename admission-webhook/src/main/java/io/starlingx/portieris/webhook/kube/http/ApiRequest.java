/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import java.net.URI;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/** What goes over the wire of a request. */
final class ApiRequest {

  private ApiRequest() {}

  /**
   * What is to be sent, of length 0 for none.
   *
   * @throws UnsupportedOperationException when it is not at hand as a whole
   */
  static byte[] body(StandardHttpRequest request) {
    return switch (request.body()) {
      case null -> new byte[0];
      case StandardHttpRequest.StringBodyContent text -> text.getContent().getBytes(UTF_8);
      case StandardHttpRequest.ByteArrayBodyContent bytes -> bytes.getContent();
      default ->
          throw new UnsupportedOperationException("a request's body must be at hand as a whole");
    };
  }

  static BasicClassicHttpRequest message(StandardHttpRequest request, byte[] body) {
    URI uri = request.uri();
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    BasicClassicHttpRequest message = new BasicClassicHttpRequest(request.method(), target);
    message.addHeader(HttpHeaders.HOST, uri.getRawAuthority());
    request
        .headers()
        .forEach((name, values) -> values.forEach(value -> message.addHeader(name, value)));
    if (request.getContentType() != null) {
      message.setHeader(HttpHeaders.CONTENT_TYPE, request.getContentType());
    }
    if (request.body() != null) {
      message.setHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length));
      message.setEntity(new ByteArrayEntity(body, null));
    }
    return message;
  }
}
