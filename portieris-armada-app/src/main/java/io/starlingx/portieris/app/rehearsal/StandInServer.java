/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.rehearsal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The cluster and the trust server of a rehearsal, over TLS on a loopback port. */
final class StandInServer implements AutoCloseable {

  static final String HOST = "localhost";

  /** The same server by another name: who is refused somewhere once shows tokens there. */
  static final String PRIVATE_HOST = "127.0.0.1";

  private final HttpsServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final StandInCluster cluster;
  private final StandInTrustServer trust;

  StandInServer(KeyStoreFile keys, StandInCluster cluster, StandInTrustServer trust)
      throws IOException, GeneralSecurityException {
    this.cluster = cluster;
    this.trust = trust;
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys.store(), KeyStoreFile.PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.setExecutor(executor);
    server.createContext("/", this::handle);
  }

  /** Starts it. */
  void start() {
    server.start();
  }

  /**
   * Its address.
   *
   * @param host {@link #HOST} or {@link #PRIVATE_HOST}
   */
  String url(String host) {
    return "https://" + host + ":" + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String query = String.valueOf(exchange.getRequestURI().getQuery());
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (query.contains("watch=true")) {
        StandInCluster.Watch watch = cluster.watch(path);
        try {
          tellChanges(exchange, watch);
        } finally {
          cluster.end(watch);
        }
      } else if (trust.has(path)) {
        tellTrust(exchange, path);
      } else {
        StandInCluster.Reply reply = cluster.answer(exchange.getRequestMethod(), path, body);
        send(exchange, reply.status(), reply.body());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (GeneralSecurityException e) {
      throw new IOException("the rehearsal's keys cannot be used", e);
    }
  }

  /** Until the server, or whoever listens, is gone. */
  private void tellChanges(HttpExchange exchange, StandInCluster.Watch watch)
      throws IOException, InterruptedException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    out.flush();
    while (true) {
      out.write(watch.events().take());
      out.flush();
    }
  }

  private void tellTrust(HttpExchange exchange, String path)
      throws IOException, GeneralSecurityException {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    Optional<String> scope = trust.scopeNeeded(path, authorization == null ? "" : authorization);
    if (scope.isPresent()) {
      exchange
          .getResponseHeaders()
          .set(
              "WWW-Authenticate",
              "Bearer realm=\"%s%s\",service=\"rehearsal\",scope=\"%s\""
                  .formatted(url(PRIVATE_HOST), StandInTrustServer.TOKEN_PATH, scope.get()));
      send(exchange, 401, new byte[0]);
      return;
    }
    Optional<byte[]> file = trust.answer(path);
    send(exchange, file.isPresent() ? 200 : 404, file.orElse(new byte[0]));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    executor.shutdownNow();
    server.stop(0);
    executor.close();
  }
}
