/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLSocket;
import jdk.net.ExtendedSocketOptions;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.util.Timeout;

/** One connection to the API server, for one request at a time. */
final class ApiConnection implements Closeable {

  /** A server that closes a connection does so when nothing was asked for a while. */
  private static final long QUIET_NANOS = Duration.ofSeconds(1).toNanos();

  private static final long MAX_IDLE_NANOS = Duration.ofSeconds(30).toNanos();

  private final String origin;
  private final Socket socket;
  private final DefaultBHttpClientConnection http =
      new DefaultBHttpClientConnection(Http1Config.DEFAULT);
  private boolean answered;
  private boolean reusable;
  private long lastUse = System.nanoTime();

  private ApiConnection(String origin, Socket socket) {
    this.origin = origin;
    this.socket = socket;
  }

  static ApiConnection of(String origin, Socket socket) throws IOException {
    ApiConnection connection = new ApiConnection(origin, socket);
    connection.http.bind(socket);
    return connection;
  }

  static ApiConnection of(String origin, SSLSocket secured, Socket socket) throws IOException {
    ApiConnection connection = new ApiConnection(origin, socket);
    connection.http.bind(secured, socket);
    return connection;
  }

  /** Scheme, host and port of the server. */
  String origin() {
    return origin;
  }

  /** Whether the server is likely to answer: one look costs a millisecond, so only after a rest. */
  boolean isUsable() {
    long rest = System.nanoTime() - lastUse;
    try {
      return rest < QUIET_NANOS || (rest < MAX_IDLE_NANOS && !http.isStale());
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether the last exchange got as far as the head of an answer. */
  boolean wasAnswered() {
    return answered;
  }

  /** Whether another request may follow the last one. */
  boolean isReusable() {
    return reusable;
  }

  /** Sends a request and reads the whole answer, after which another may follow. */
  ApiAnswer exchange(BasicClassicHttpRequest request, Deadline deadline) throws IOException {
    ClassicHttpResponse response = head(request, deadline);
    byte[] body = body(response.getEntity(), deadline);
    reusable =
        DefaultConnectionReuseStrategy.INSTANCE.keepAlive(
            request, response, HttpCoreContext.create());
    lastUse = System.nanoTime();
    return new ApiAnswer(response.getCode(), headers(response), body);
  }

  /**
   * Sends the last request, whose answer may never end; reads no more of that than its head, unless
   * it is a refusal.
   *
   * @param deadline for the head, or the whole refusal
   * @param whenClosed called when this connection is closed because no more of it is wanted
   */
  ApiStream stream(BasicClassicHttpRequest request, Deadline deadline, Runnable whenClosed)
      throws IOException {
    ClassicHttpResponse response = head(request, deadline);
    HttpEntity entity = response.getEntity();
    InputStream content;
    if (entity == null || response.getCode() / 100 != 2) {
      content = new ByteArrayInputStream(body(entity, deadline));
    } else {
      content = entity.getContent();
      http.setSocketTimeout(Timeout.DISABLED);
      keepAlive();
    }
    return new ApiStream(
        response.getCode(),
        headers(response),
        content,
        () -> {
          close();
          whenClosed.run();
        });
  }

  /** Asks the other side for a sign of life each minute in which nothing arrives. */
  private void keepAlive() throws IOException {
    socket.setKeepAlive(true);
    if (socket.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
      socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 60);
      socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 10);
      socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 3);
    }
  }

  private ClassicHttpResponse head(BasicClassicHttpRequest request, Deadline deadline)
      throws IOException {
    answered = false;
    reusable = false;
    try {
      http.setSocketTimeout(timeout(deadline));
      http.sendRequestHeader(request);
      if (request.getEntity() != null) {
        http.sendRequestEntity(request);
      }
      http.flush();
      ClassicHttpResponse response = http.receiveResponseHeader();
      while (response.getCode() < 200) {
        http.setSocketTimeout(timeout(deadline));
        response = http.receiveResponseHeader();
      }
      answered = true;
      if (MessageSupport.canResponseHaveBody(request.getMethod(), response)) {
        http.receiveResponseEntity(response);
      }
      return response;
    } catch (HttpException e) {
      throw new IOException("the API server's answer is no HTTP: " + e.getMessage(), e);
    }
  }

  private byte[] body(HttpEntity entity, Deadline deadline) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (entity != null) {
      InputStream in = entity.getContent();
      byte[] buffer = new byte[8192];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        body.write(buffer, 0, read);
        http.setSocketTimeout(timeout(deadline));
      }
    }
    return body.toByteArray();
  }

  private static Timeout timeout(Deadline deadline) throws IOException {
    return Timeout.ofMilliseconds(deadline.millis(null));
  }

  private static Map<String, List<String>> headers(ClassicHttpResponse response) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Header header : response.getHeaders()) {
      headers.computeIfAbsent(header.getName(), name -> new ArrayList<>()).add(header.getValue());
    }
    return headers;
  }

  /** Below TLS, so that no farewell is waited for. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // it is of no use either way
    }
  }
}
