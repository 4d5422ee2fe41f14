/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.starlingx.portieris.trust.http.Headers;
import io.starlingx.portieris.trust.http.HttpResult;
import io.starlingx.portieris.trust.http.OutboundRequest;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.Transport;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class SpanExporterTest {

  private static final URI COLLECTOR = URI.create("http://collector.test:4318/v1/traces");

  private final OtlpDocument documents = new OtlpDocument(Map.of("service.name", "portieris"));
  private final Semaphore dropped = new Semaphore(0);
  private final SynchronousQueue<OutboundRequest> sent = new SynchronousQueue<>();

  private static Span span(String name) {
    return new Span(
        "4bf92f3577b34da6a3ce929d0e0e4736",
        "00f067aa0ba902b7",
        "",
        name,
        Span.Kind.CLIENT,
        Instant.ofEpochSecond(1_700_000_000, 5),
        Duration.ofMillis(2),
        true,
        Map.of("url.full", "https://registry.test/ü"));
  }

  private SpanExporter exporter(Transport transport) {
    return new SpanExporter(transport, COLLECTOR, documents, dropped::release);
  }

  private HttpResult taken(OutboundRequest request, RequestContext context) {
    try {
      sent.put(request);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new HttpResult.Answer(200, new Headers(List.of()), new byte[0]);
  }

  @Test
  void spansArriveAsTheProtocolHasThem() throws Exception {
    try (SpanExporter exporter = exporter(this::taken)) {
      exporter.accept(span("GET"));
      OutboundRequest request = sent.take();

      assertThat(request.uri()).isEqualTo(COLLECTOR);
      assertThat(request.headers().first("Content-Type")).contains("application/json");
      assertThat(request.form()).isASCII();
      JsonNode document = new ObjectMapper().readTree(request.form());
      JsonNode from = document.at("/resourceSpans/0");
      assertThat(from.at("/resource/attributes/0/key").asText()).isEqualTo("service.name");
      JsonNode span = from.at("/scopeSpans/0/spans/0");
      assertThat(span.path("traceId").asText()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
      assertThat(span.path("kind").asInt()).isEqualTo(3);
      assertThat(span.has("parentSpanId")).isFalse();
      assertThat(span.path("startTimeUnixNano").asText()).isEqualTo("1700000000000000005");
      assertThat(span.path("endTimeUnixNano").asText()).isEqualTo("1700000000002000005");
      assertThat(span.at("/status/code").asInt()).isEqualTo(2);
      assertThat(span.at("/attributes/0/value/stringValue").asText())
          .isEqualTo("https://registry.test/ü");
    }
  }

  @Test
  void spansThatNoCollectorTakesAreCounted() throws Exception {
    Transport down =
        (request, context) ->
            new HttpResult.Failed(HttpResult.Kind.UNREACHABLE, "collector.test: refused");
    try (SpanExporter exporter = exporter(down)) {
      exporter.accept(span("a"));
      exporter.accept(span("b"));
      dropped.acquire(2);
    }
  }

  @Test
  void slowCollectorDelaysNobody() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Transport slow =
        (request, context) -> {
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return new HttpResult.Failed(HttpResult.Kind.UNREACHABLE, "too slow");
        };
    try (SpanExporter exporter = exporter(slow)) {
      for (int i = 0; i < 2 * SpanExporter.QUEUE; i++) {
        exporter.accept(span("s" + i));
      }
      dropped.acquire(SpanExporter.QUEUE / 2);
      end.countDown();
    }
  }
}
