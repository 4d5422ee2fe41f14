/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Arrays;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.util.Timeout;

/** One connection to a server: sends a request, reads the bounded answer. For one thread. */
final class Connection implements Closeable {

  private static final int MAX_INTERIM = 8;

  private final BoundedResponseParser parser;
  private final DefaultBHttpClientConnection http;
  private final Socket socket;
  private final TransportLimits limits;
  private boolean answered;
  private boolean reusable;

  private Connection(Socket socket, TransportLimits limits) {
    this.parser = new BoundedResponseParser(limits.headerBytes());
    this.http = parser.connection();
    this.socket = socket;
    this.limits = limits;
  }

  static Connection plain(Socket socket, TransportLimits limits) throws IOException {
    Connection connection = new Connection(socket, limits);
    connection.http.bind(socket);
    connection.http.setSocketTimeout(Timeout.DISABLED);
    return connection;
  }

  static Connection secured(SSLSocket secured, Socket socket, TransportLimits limits)
      throws IOException {
    Connection connection = new Connection(socket, limits);
    connection.http.bind(secured, socket);
    connection.http.setSocketTimeout(Timeout.DISABLED);
    return connection;
  }

  /**
   * The answer to one request.
   *
   * @param guard ends it, since no read does by itself
   * @throws AnswerException when there is an answer that cannot be accepted
   */
  HttpResult.Answer exchange(OutboundRequest request, Route route, Watchdog.Guard guard)
      throws IOException, HttpException {
    answered = false;
    reusable = false;
    BasicClassicHttpRequest message = RequestMessage.of(request, route);
    guard.expectWithin(limits.read());
    http.sendRequestHeader(message);
    if (message.getEntity() != null) {
      http.sendRequestEntity(message);
    }
    http.flush();
    ClassicHttpResponse response = finalResponse(guard);
    answered = true;
    Headers headers = AnswerHead.check(response, limits.headerBytes());
    byte[] body = new byte[0];
    if (hasBody(request, response.getCode())) {
      http.receiveResponseEntity(response);
      body = body(response, request.maxBytes(), guard);
    } else {
      reusable = true;
    }
    reusable =
        reusable
            && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(
                message, response, HttpCoreContext.create());
    return new HttpResult.Answer(response.getCode(), headers, body);
  }

  private ClassicHttpResponse finalResponse(Watchdog.Guard guard)
      throws IOException, HttpException {
    for (int i = 0; i < MAX_INTERIM; i++) {
      guard.expectWithin(limits.read());
      ClassicHttpResponse response = http.receiveResponseHeader();
      if (response.getCode() >= 200) {
        return response;
      }
    }
    throw new AnswerException(HttpResult.Kind.MALFORMED, "too many interim answers");
  }

  private static boolean hasBody(OutboundRequest request, int status) {
    return request.method() != OutboundRequest.Method.HEAD && status != 204 && status != 304;
  }

  /**
   * The body of a success must fit; of any other answer, what fits into the error limit is kept.
   */
  private byte[] body(ClassicHttpResponse response, int maxBytes, Watchdog.Guard guard)
      throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      reusable = true;
      return new byte[0];
    }
    boolean success = response.getCode() / 100 == 2;
    int limit = success ? maxBytes : limits.errorBytes();
    if (success && entity.getContentLength() > limit) {
      throw tooLarge(limit);
    }
    byte[] body = readUpTo(limit + 1L, entity.getContent(), guard);
    if (body.length <= limit) {
      reusable = true;
      return body;
    }
    if (success) {
      throw tooLarge(limit);
    }
    return Arrays.copyOf(body, limit);
  }

  private byte[] readUpTo(long limit, InputStream in, Watchdog.Guard guard) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    long left = limit;
    while (left > 0) {
      guard.expectWithin(limits.read());
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        break;
      }
      out.write(buffer, 0, read);
      left -= read;
    }
    return out.toByteArray();
  }

  private static AnswerException tooLarge(int limit) {
    return new AnswerException(
        HttpResult.Kind.TOO_LARGE, "the answer is longer than " + limit + " bytes");
  }

  /** Whether the last exchange got as far as the head of an answer. */
  boolean wasAnswered() {
    return answered;
  }

  /** Whether another request may follow the last one. */
  boolean isReusable() {
    return reusable;
  }

  /** Bytes that nobody asked for, or the peer's farewell, make an idle connection useless. */
  boolean isQuiet() {
    try {
      return http.isOpen() && !parser.hasSurplus() && socket.getInputStream().available() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** What the deadline closes: the socket below TLS, so that no farewell is waited for. */
  Closeable socket() {
    return socket;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // it is of no use either way
    }
  }

  /** An answer that breaks a rule, with the way it does. */
  static final class AnswerException extends IOException {
    private static final long serialVersionUID = 1L;
    private final HttpResult.Kind kind;

    AnswerException(HttpResult.Kind kind, String message) {
      super(message);
      this.kind = kind;
    }

    HttpResult.Kind kind() {
      return kind;
    }
  }
}
