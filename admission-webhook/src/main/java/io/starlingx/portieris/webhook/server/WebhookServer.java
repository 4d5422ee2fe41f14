/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import io.starlingx.portieris.webhook.review.LargeBodies;
import io.starlingx.portieris.webhook.review.Reviewer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.component.Graceful;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Both listeners: HTTPS for the API server and the kubelet, HTTP/2 and HTTP/1.1; plain HTTP/1.1 for
 * Prometheus. TCP_NODELAY is the connector's default. Who connects and stays silent is dropped, the
 * sooner the more such connections there are.
 */
public final class WebhookServer implements AutoCloseable {

  /** Longer than the API server's pings are apart, which keep its connection open. */
  private static final Duration IDLE = Duration.ofSeconds(60);

  private static final Duration IDLE_WHEN_CROWDED = Duration.ofSeconds(1);
  private static final Duration SLOWEST_READ = Duration.ofSeconds(5);
  private static final Duration GRACE = Duration.ofSeconds(20);

  /** Twice what Jetty gives a connection on which nothing is asked any more. */
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private static final int MAX_CONNECTIONS = 1_000;
  private static final int MAX_STREAMS = 250;

  /** They take new connections, wait for clients, read and answer; no review runs on them. */
  private static final int MAX_THREADS = 24;

  /**
   * Threads that wait for clients and read what they send, a turn of each at a time. None is kept
   * in reserve to go on waiting meanwhile: to wake it was a tenth to a third of what a request
   * cost.
   */
  private static final int SELECTORS = 2;

  /** Of the plain listener alone, so that metrics are told however busy the other one is. */
  private static final int MAX_METRICS_THREADS = 4;

  /**
   * The memory of all bodies together, in largest bodies: of usual ones, a thousand and more. Of
   * the largest there is one at a time.
   */
  private static final int BODIES = 5;

  private final ExecutorService reviews;
  private final Server server;
  private final GracefulHandler requests;
  private final ServerConnector admission;
  private final ServerConnector metrics;

  private WebhookServer(
      ServerSettings settings, SSLContext tls, WebhookRoutes routes, ExecutorService reviews) {
    this.reviews = reviews;
    server = new Server(threads(MAX_THREADS));
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setIdleTimeout(SLOWEST_READ.toMillis());
    admission = secure(http, tls);
    QueuedThreadPool own = threads(MAX_METRICS_THREADS);
    metrics = new FairConnector(server, own, 1, new HttpConnectionFactory(http));
    metrics.addBean(own, true);
    metrics.setName(WebhookRoutes.METRICS);
    listen(admission, settings, settings.port());
    listen(metrics, settings, settings.metricsPort());
    requests = new GracefulHandler(routes);
    server.setHandler(requests);
  }

  private static QueuedThreadPool threads(int most) {
    QueuedThreadPool threads = new QueuedThreadPool(most);
    threads.setReservedThreads(0);
    return threads;
  }

  /**
   * Starts listening.
   *
   * @param tls whose key manager decides about the certificate of each handshake
   * @param reviewers who answers the reviews that are sent to a path
   * @param metrics the page of that name, as of now
   * @throws IllegalStateException when an address cannot be bound
   */
  public static WebhookServer start(
      ServerSettings settings,
      SSLContext tls,
      Map<String, Reviewer> reviewers,
      Readiness readiness,
      Supplier<String> metrics,
      LoadObserver observer) {
    int largest = settings.maxBody();
    BodyBudget budget = new BodyBudget(BODIES * largest, largest, System::nanoTime);
    LargeBodies large = new LargeBodies();
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    Map<String, ReviewHandler> reviews = new HashMap<>();
    reviewers.forEach(
        (path, reviewer) ->
            reviews.put(
                path,
                new ReviewHandler(
                    reviewer, budget, large, settings.maxBody(), settings.timeout(), observer)));
    WebhookServer server =
        new WebhookServer(
            settings, tls, new WebhookRoutes(reviews, readiness, metrics, executor), executor);
    try {
      server.server.start();
    } catch (Exception e) {
      server.close();
      throw new IllegalStateException("the webhook cannot listen: " + e.getMessage(), e);
    }
    return server;
  }

  private ServerConnector secure(HttpConfiguration http, SSLContext tls) {
    HttpConnectionFactory http1 = new HttpConnectionFactory(http);
    HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(http);
    http2.setMaxConcurrentStreams(MAX_STREAMS);
    http2.setStreamIdleTimeout(SLOWEST_READ.toMillis());
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
    alpn.setDefaultProtocol(http1.getProtocol());
    SslContextFactory.Server certificates = new SslContextFactory.Server();
    certificates.setSslContext(tls);
    certificates.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    // Of the rest, these authenticate apart from encrypting, which has been attacked before.
    certificates.addExcludeCipherSuites("^.*_CBC_.*$");
    return new FairConnector(
        server,
        null,
        SELECTORS,
        new SslConnectionFactory(certificates, alpn.getProtocol()),
        alpn,
        http2,
        http1);
  }

  private void listen(ServerConnector connector, ServerSettings settings, int port) {
    connector.setHost(settings.address().getHostAddress());
    connector.setPort(port);
    connector.setIdleTimeout(IDLE.toMillis());
    NetworkConnectionLimit limit = new NetworkConnectionLimit(MAX_CONNECTIONS, connector);
    limit.setEndPointIdleTimeout(IDLE_WHEN_CROWDED.toMillis());
    connector.addBean(limit);
    server.addConnector(connector);
  }

  /** The HTTPS port. */
  public int port() {
    return admission.getLocalPort();
  }

  /** The port of {@code /metrics}. */
  public int metricsPort() {
    return metrics.getLocalPort();
  }

  /**
   * Stops accepting, lets requests under way end for up to 20 s, then closes every connection.
   * Jetty's own stop time would wait for the connections as well, and one whose request ended just
   * then has the idle time of before.
   */
  @Override
  public void close() {
    try {
      CompletableFuture<Void> connections = Graceful.shutdown(server);
      await(requests.shutdown(), GRACE);
      await(connections, CLOSING);
    } finally {
      stop();
    }
  }

  private void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the webhook did not stop in order", e);
    } finally {
      reviews.shutdownNow();
    }
  }

  private static void await(CompletableFuture<Void> end, Duration atMost) {
    end.copy().completeOnTimeout(null, atMost.toMillis(), TimeUnit.MILLISECONDS).join();
  }
}
