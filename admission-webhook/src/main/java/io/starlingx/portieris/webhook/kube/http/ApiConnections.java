/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube.http;

import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.TlsVersion;
import io.starlingx.portieris.trust.http.Origin;
import io.starlingx.portieris.trust.http.ProxyTunnel;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Connections to the API server: opened when none is free, kept while they may be of use. They are
 * of HTTP/1.1, of which each time-out ends one: a single one for all requests would keep them
 * waiting for minutes once it is dead.
 */
final class ApiConnections implements Closeable {

  private static final int KEPT = 32;
  private static final int TLS_PORT = 443;
  private static final int PLAIN_PORT = 80;
  private static final int MAX_PROXY_ANSWER_BYTES = 16 * 1024;

  private final @Nullable SSLContext tls;
  private final TlsVersion @Nullable [] versions;
  private final Optional<String> serverName;
  private final Optional<ApiProxy> proxy;
  private final Duration patience;
  private final Set<ApiConnection> streams = ConcurrentHashMap.newKeySet();
  private final BlockingDeque<ApiConnection> idle = new LinkedBlockingDeque<>(KEPT);
  private volatile boolean closed;

  /**
   * No connection yet.
   *
   * @param tls null for the Java platform's own
   * @param versions of TLS, null for all that are supported
   * @param serverName whom the certificate must name; empty for the host that is asked
   * @param proxy empty where there is none in between
   * @param patience for each step of opening a connection
   */
  ApiConnections(
      @Nullable SSLContext tls,
      TlsVersion @Nullable [] versions,
      Optional<String> serverName,
      Optional<ApiProxy> proxy,
      Duration patience) {
    this.tls = tls;
    this.versions = versions;
    this.serverName = serverName;
    this.proxy = proxy;
    this.patience = patience;
  }

  /**
   * The whole answer to a request.
   *
   * @throws IOException when there is none within the request's time; a connection that the server
   *     had closed meanwhile is no reason
   */
  ApiAnswer exchange(StandardHttpRequest request, byte[] body) throws IOException {
    Deadline deadline = Deadline.of(request.getTimeout());
    String origin = origin(request.uri());
    Optional<ApiConnection> kept = kept(origin);
    if (kept.isPresent()) {
      try {
        return exchange(kept.get(), request, body, deadline);
      } catch (IOException e) {
        if (kept.get().wasAnswered() || !request.method().equals("GET") || deadline.isOver()) {
          throw e;
        } // the server had closed it while it was idle
      }
    }
    return exchange(open(request.uri(), origin, deadline), request, body, deadline);
  }

  /**
   * The beginning of an answer that may never end, over a connection of its own.
   *
   * @throws IOException when there is none within the request's time, or ten times what a
   *     connection may take if that has no limit
   */
  ApiStream stream(StandardHttpRequest request, byte[] body) throws IOException {
    Duration limit = request.getTimeout();
    Deadline deadline =
        Deadline.of(limit == null || limit.isZero() ? patience.multipliedBy(10) : limit);
    ApiConnection connection = open(request.uri(), origin(request.uri()), deadline);
    streams.add(connection);
    try {
      if (closed) {
        throw new IOException("no connection is opened any more");
      }
      return connection.stream(
          ApiRequest.message(request, body), deadline, () -> streams.remove(connection));
    } catch (IOException | RuntimeException e) {
      streams.remove(connection);
      connection.close();
      throw e;
    }
  }

  private Optional<ApiConnection> kept(String origin) {
    for (ApiConnection next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
      if (next.origin().equals(origin) && next.isUsable()) {
        return Optional.of(next);
      }
      next.close();
    }
    return Optional.empty();
  }

  private ApiAnswer exchange(
      ApiConnection connection, StandardHttpRequest request, byte[] body, Deadline deadline)
      throws IOException {
    boolean kept = false;
    try {
      ApiAnswer answer = connection.exchange(ApiRequest.message(request, body), deadline);
      kept = connection.isReusable() && !closed && idle.offerFirst(connection);
      return answer;
    } finally {
      if (!kept) {
        connection.close();
      }
    }
  }

  private ApiConnection open(URI uri, String origin, Deadline deadline) throws IOException {
    Socket socket = new Socket(Proxy.NO_PROXY);
    try {
      socket.setTcpNoDelay(true);
      socket.connect(address(uri), deadline.millis(patience));
      socket.setSoTimeout(deadline.millis(patience));
      if (proxy.isPresent()) {
        ProxyTunnel.open(
            socket,
            Origin.of(uri),
            proxy.get().authorization(),
            MAX_PROXY_ANSWER_BYTES,
            Duration.ofMillis(deadline.millis(patience)));
      }
      return isSecure(uri)
          ? ApiConnection.of(origin, secured(socket, uri), socket)
          : ApiConnection.of(origin, socket);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private InetSocketAddress address(URI uri) {
    return proxy
        .map(ApiProxy::resolved)
        .orElseGet(() -> new InetSocketAddress(host(uri), port(uri)));
  }

  private SSLSocket secured(Socket socket, URI uri) throws IOException {
    String name = serverName.orElseGet(() -> host(uri));
    SSLSocket secured =
        (SSLSocket) context().getSocketFactory().createSocket(socket, name, port(uri), true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    if (versions != null) {
      parameters.setProtocols(
          Arrays.stream(versions).map(TlsVersion::javaName).toArray(String[]::new));
    }
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }

  private SSLContext context() throws IOException {
    try {
      return tls == null ? SSLContext.getDefault() : tls;
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("this Java platform has no TLS", e);
    }
  }

  private static boolean isSecure(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  private static int port(URI uri) {
    int standard = isSecure(uri) ? TLS_PORT : PLAIN_PORT;
    return uri.getPort() < 0 ? standard : uri.getPort();
  }

  private static String host(URI uri) {
    String host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static String origin(URI uri) {
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  @Override
  public void close() {
    closed = true;
    for (ApiConnection next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
      next.close();
    }
    streams.forEach(ApiConnection::close);
  }
}
