/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The forms of answers that the listeners give. */
final class Answers {

  private Answers() {}

  static void json(Response response, int status, byte[] content, Callback callback) {
    send(response, status, "application/json", content, callback);
  }

  static void text(Response response, int status, String type, String text, Callback callback) {
    send(response, status, type, text.getBytes(UTF_8), callback);
  }

  static void ok(Response response, Callback callback) {
    response.setStatus(200);
    callback.succeeded();
  }

  static void notFound(Response response, Callback callback) {
    response.setStatus(404);
    callback.succeeded();
  }

  static void methodNotAllowed(Response response, Callback callback) {
    response.setStatus(405);
    response.getHeaders().put(HttpHeader.ALLOW, "POST");
    callback.succeeded();
  }

  private static void send(
      Response response, int status, String type, byte[] content, Callback callback) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.write(true, ByteBuffer.wrap(content), callback);
  }
}
