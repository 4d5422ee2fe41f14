/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.starlingx.portieris.testbed.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server on a free loopback port that answers each path as a test tells it, and keeps what it was
 * asked. A path that nobody set is 404. Any number of requests are answered side by side.
 */
public final class FaultyServer implements AutoCloseable {

  private static final String IPV6 = "::1";
  private static final Answer NOT_FOUND = Answer.of(404, "text/plain", "nothing here\n");

  private final HttpServer server;
  private final String scheme;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Queue<Answer>> answers = new HashMap<>();
  private final List<ReceivedRequest> requests = new ArrayList<>();

  private FaultyServer(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.createContext("/", this::handle);
    server.setExecutor(executor);
    server.start();
  }

  /**
   * Starts it over TLS.
   *
   * @param hosts whom its certificate is for; {@code localhost} and 127.0.0.1 when there are none
   */
  public static FaultyServer start(TestAuthority authority, String... hosts) {
    return start(InetAddress.getLoopbackAddress(), authority, hosts);
  }

  /** Starts it over TLS on the loopback address of IPv6, with a certificate for that. */
  public static FaultyServer startOnIpv6(TestAuthority authority) {
    return start(InetAddress.ofLiteral(IPV6), authority, IPV6);
  }

  private static FaultyServer start(InetAddress address, TestAuthority authority, String... hosts) {
    try {
      HttpsServer server = HttpsServer.create(new InetSocketAddress(address, 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(authority.serverContext(hosts)));
      return new FaultyServer(server, "https");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it without TLS. */
  public static FaultyServer startPlain() {
    try {
      InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      return new FaultyServer(HttpServer.create(free, 0), "http");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Sets the answers of a path and all paths below it; the longest path that fits a request wins.
   * They are given in order, the last one again and again.
   *
   * @param path starts with {@code /}; {@code /} alone is every path
   */
  public FaultyServer answer(String path, Answer... inOrder) {
    synchronized (answers) {
      answers.put(path, new ArrayDeque<>(List.of(inOrder)));
    }
    return this;
  }

  /** Replays a captured server on every path without an answer of its own. */
  public FaultyServer replay(Path tree) {
    return answer("/", Answer.tree(tree));
  }

  /** {@code localhost:PORT}, or {@code [::1]:PORT}. */
  public String host() {
    boolean ipv6 = server.getAddress().getAddress() instanceof Inet6Address;
    return (ipv6 ? "[" + IPV6 + "]" : "localhost") + ":" + port();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** The address of a path of this server. */
  public URI uri(String path) {
    return URI.create(scheme + "://" + host() + path);
  }

  /** All requests so far, in the order in which they came. */
  public List<ReceivedRequest> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** How many requests came for exactly this path. */
  public long count(String path) {
    return requests().stream().filter(request -> request.path().equals(path)).count();
  }

  /** Blocks until that many requests have come in all; they may still wait for their answer. */
  public void awaitRequests(int number) throws InterruptedException {
    synchronized (requests) {
      while (requests.size() < number) {
        requests.wait();
      }
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      record(exchange, path);
      answerTo(path).send(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void record(HttpExchange exchange, String path) throws IOException {
    Map<String, List<String>> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    String query = exchange.getRequestURI().getRawQuery();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
    synchronized (requests) {
      requests.add(
          new ReceivedRequest(
              exchange.getRequestMethod(), path, query == null ? "" : query, headers, body));
      requests.notifyAll();
    }
  }

  private Answer answerTo(String path) {
    synchronized (answers) {
      return answers.entrySet().stream()
          .filter(entry -> covers(entry.getKey(), path))
          .max(Comparator.comparingInt(entry -> entry.getKey().length()))
          .map(entry -> next(entry.getValue()))
          .orElse(NOT_FOUND);
    }
  }

  private static boolean covers(String set, String path) {
    return path.equals(set) || path.startsWith(set.endsWith("/") ? set : set + "/");
  }

  private static Answer next(Queue<Answer> inOrder) {
    Answer next = inOrder.element();
    if (inOrder.size() > 1) {
      inOrder.remove();
    }
    return next;
  }

  /** Stops at once; answers that are held or without end are interrupted. */
  @Override
  public void close() {
    executor.shutdownNow();
    server.stop(0);
    executor.close();
  }
}
