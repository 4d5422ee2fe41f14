/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import io.helidon.common.tls.Tls;
import io.helidon.http.DirectHandler;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.DirectHandler.TransportResponse;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http2.Http2Config;
import io.starlingx.portieris.webhook.review.Admission;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;

/** Both listeners: HTTPS for the API server and the kubelet, plain HTTP for Prometheus. */
public final class WebhookServer implements AutoCloseable {

  private static final String METRICS = "metrics";
  private static final Duration SLOWEST_READ = Duration.ofSeconds(10);
  private static final Duration IDLE = Duration.ofMinutes(3);
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final int MAX_CONNECTIONS = 1024;
  private static final int MAX_STREAMS = 250;

  /** So that the answer to a body that is too large is ours; the rest of the body is not read. */
  private static final int SLACK = 64 * 1024;

  private final WebServer server;

  private WebhookServer(WebServer server) {
    this.server = server;
  }

  /**
   * Starts listening.
   *
   * @param tls whose key manager decides about the certificate of each handshake
   * @throws IllegalStateException when an address cannot be bound
   */
  public static WebhookServer start(
      ServerSettings settings,
      SSLContext tls,
      Admission admission,
      Readiness readiness,
      AdmissionMetrics metrics) {
    AdmitHandler admit = new AdmitHandler(admission, settings.maxBody(), settings.timeout());
    WebServer server =
        WebServer.builder()
            .shutdownHook(false)
            .address(settings.address())
            .port(settings.port())
            .update(WebhookServer::limits)
            .maxPayloadSize(settings.maxBody() + SLACK)
            .directHandlers(handlers -> tooLarge(handlers, settings.maxBody()))
            .tls(
                Tls.builder()
                    .sslContext(tls)
                    .enabledProtocols(List.of("TLSv1.3", "TLSv1.2"))
                    .build())
            .protocolsDiscoverServices(false)
            .addProtocol(Http2Config.builder().maxConcurrentStreams(MAX_STREAMS).build())
            .addProtocol(Http1Config.builder().build())
            .routing(routing -> admissionRoutes(routing, admit, readiness))
            .putSocket(
                METRICS,
                ListenerConfig.builder()
                    .update(WebhookServer::limits)
                    .address(settings.address())
                    .port(settings.metricsPort())
                    .maxPayloadSize(0)
                    .routing(routing -> routing.get("/metrics", (req, res) -> show(res, metrics)))
                    .buildPrototype())
            .build()
            .start();
    return new WebhookServer(server);
  }

  /** Without TCP_NODELAY each round of HTTP/2 streams waits 40 ms for a delayed acknowledgement. */
  private static void limits(ListenerConfig.BuilderBase<?, ?> listener) {
    listener
        .connectionOptions(options -> options.tcpNoDelay(true).readTimeout(SLOWEST_READ))
        .idleConnectionTimeout(IDLE)
        .shutdownGracePeriod(GRACE)
        .maxTcpConnections(MAX_CONNECTIONS);
  }

  private static void admissionRoutes(
      HttpRouting.Builder routing, AdmitHandler admit, Readiness readiness) {
    routing
        .post("/admit", admit)
        .any("/admit", (req, res) -> onlyPost(res))
        .get("/health/liveness", (req, res) -> res.send())
        .get("/health/readiness", (req, res) -> tell(res, readiness));
  }

  private static void tooLarge(DirectHandlers.Builder handlers, int maxBody) {
    byte[] text = AdmitHandler.text(BodyReader.tooLarge(maxBody));
    DirectHandler otherwise = DirectHandler.defaultHandler();
    handlers.addHandler(
        EventType.BAD_REQUEST,
        (request, event, status, headers, message) ->
            status.code() == Status.REQUEST_ENTITY_TOO_LARGE_413.code()
                ? TransportResponse.builder()
                    .status(status)
                    .headers(headers)
                    .header(HeaderNames.CONTENT_TYPE, "application/json")
                    .keepAlive(false)
                    .entity(text)
                    .build()
                : otherwise.handle(request, event, status, headers, message));
  }

  private static void onlyPost(ServerResponse response) {
    response.status(Status.METHOD_NOT_ALLOWED_405).header(HeaderNames.ALLOW, "POST").send();
  }

  private static void tell(ServerResponse response, Readiness readiness) {
    List<String> missing = readiness.missing();
    if (missing.isEmpty()) {
      response.status(Status.OK_200).send();
    } else {
      response
          .status(Status.SERVICE_UNAVAILABLE_503)
          .header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
          .send(String.join("\n", missing) + "\n");
    }
  }

  private static void show(ServerResponse response, AdmissionMetrics metrics) {
    response.header(HeaderNames.CONTENT_TYPE, AdmissionMetrics.CONTENT_TYPE).send(metrics.page());
  }

  /** The HTTPS port. */
  public int port() {
    return server.port();
  }

  /** The port of {@code /metrics}. */
  public int metricsPort() {
    return server.port(METRICS);
  }

  /** Stops accepting, lets requests under way end, then closes. */
  @Override
  public void close() {
    server.stop();
  }
}
