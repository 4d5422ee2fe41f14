/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.rest;

import io.starlingx.portieris.framework.ApplicationFramework;
import io.starlingx.portieris.framework.bundle.PlatformUpdate;
import io.starlingx.portieris.framework.cluster.Cluster;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.Graceful;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP/1.1 server of the API: TLS, limits, order of starting and stopping. */
public final class RestServer implements AutoCloseable {

  private static final int MAX_THREADS = 32;
  private static final Duration IDLE_WHEN_CROWDED = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** Twice what Jetty gives a connection on which nothing is asked any more. */
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final Server server;
  private final GracefulHandler requests;
  private final ServerConnector connector;
  private final ServerSettings settings;
  private final OperationWorkers workers;

  private RestServer(ServerSettings settings, Api api, OperationWorkers workers) {
    this.settings = settings;
    this.workers = workers;
    RequestLimits limits = settings.limits();
    server = new Server(new QueuedThreadPool(MAX_THREADS));
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setIdleTimeout(limits.idle().toMillis());
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    connector =
        settings
            .tls()
            .map(
                context -> {
                  SslContextFactory.Server certificates = new SslContextFactory.Server();
                  certificates.setSslContext(context);
                  certificates.setIncludeProtocols("TLSv1.3", "TLSv1.2");
                  return new ServerConnector(
                      server,
                      1,
                      1,
                      new SslConnectionFactory(certificates, plain.getProtocol()),
                      plain);
                })
            .orElseGet(() -> new ServerConnector(server, 1, 1, plain));
    connector.setHost(settings.address().getHostAddress());
    connector.setPort(settings.port());
    connector.setIdleTimeout(limits.idle().toMillis());
    NetworkConnectionLimit crowd = new NetworkConnectionLimit(limits.connections(), connector);
    crowd.setEndPointIdleTimeout(IDLE_WHEN_CROWDED.toMillis());
    connector.addBean(crowd);
    server.addConnector(connector);
    server.setErrorHandler(RestServer::error);
    requests = new GracefulHandler(api);
    server.setHandler(requests);
  }

  /**
   * Starts listening.
   *
   * @param bundles folder of the applications that come with the platform; need not exist
   * @param cluster on which operations are carried out; stays the caller's to close
   * @param journal hears one line for every request and every progress of an operation
   * @throws IOException when the address cannot be bound
   */
  public static RestServer start(
      ServerSettings settings,
      AccessToken token,
      ApplicationFramework framework,
      Path bundles,
      Cluster cluster,
      InstantSource clock,
      Consumer<String> journal)
      throws IOException {
    OperationWorkers workers = new OperationWorkers(framework, cluster, journal);
    PlatformUpdate platform = new PlatformUpdate(framework, cluster, bundles, journal);
    AppsResource apps = new AppsResource(framework, cluster, workers, new Uploads(clock), platform);
    HelmChartsResource charts = new HelmChartsResource(framework, cluster, workers);
    Api api = new Api(framework, apps, charts, token, settings.limits(), journal);
    RestServer server = new RestServer(settings, api, workers);
    try {
      server.server.start();
      return server;
    } catch (Exception e) {
      server.close();
      throw new IOException(
          "cannot listen on %s port %d: %s"
              .formatted(settings.address().getHostAddress(), settings.port(), reason(e)),
          e);
    }
  }

  /** What the server itself refuses before the API is asked. */
  private static boolean error(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    Api.send(Reply.error(status, HttpStatus.getMessage(status)), response, callback);
    return true;
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  /** What a client gives as {@code --system-url}. */
  public String url() {
    InetAddress address = settings.address();
    String host = address.getHostAddress();
    return (settings.tls().isPresent() ? "https://" : "http://")
        + (address instanceof Inet6Address ? "[" + host + "]" : host)
        + ":"
        + connector.getLocalPort();
  }

  /**
   * Stops listening, lets requests and operations under way end for a little while, then closes
   * every connection. Jetty's own stop time would wait for the connections as well, and one whose
   * request ended just then has the idle time of before.
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
      throw new IllegalStateException("the server did not stop in order", e);
    } finally {
      workers.close();
    }
  }

  private static void await(CompletableFuture<Void> end, Duration atMost) {
    end.copy().completeOnTimeout(null, atMost.toMillis(), TimeUnit.MILLISECONDS).join();
  }
}
