/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Spans as an {@code ExportTraceServiceRequest} in JSON, in ASCII.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">OTLP/HTTP</a>
 */
final class OtlpDocument {

  private static final int ERROR = 2;

  private final ObjectMapper json =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private final Map<String, String> resource;

  /** Documents of this program's spans; {@code resource} describes the program. */
  OtlpDocument(Map<String, String> resource) {
    this.resource = Map.copyOf(resource);
  }

  String of(List<Span> spans) {
    ObjectNode document = json.createObjectNode();
    ObjectNode from = document.withArray("resourceSpans").addObject();
    attributes(from.withObject("/resource").withArray("attributes"), resource);
    ObjectNode scope = from.withArray("scopeSpans").addObject();
    scope.withObject("/scope").put("name", "io.starlingx.portieris.webhook");
    ArrayNode list = scope.withArray("spans");
    spans.forEach(span -> write(span, list.addObject()));
    try {
      return json.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of text cannot be written", e);
    }
  }

  private static void write(Span span, ObjectNode to) {
    to.put("traceId", span.traceId());
    to.put("spanId", span.spanId());
    if (!span.parentId().isEmpty()) {
      to.put("parentSpanId", span.parentId());
    }
    to.put("name", span.name());
    to.put("kind", span.kind().number());
    to.put("startTimeUnixNano", nanos(span.start()));
    to.put("endTimeUnixNano", nanos(span.start().plus(span.took())));
    attributes(to.withArray("attributes"), span.attributes());
    if (span.isError()) {
      to.withObject("/status").put("code", ERROR);
    }
  }

  /** 64-bit numbers are text in this encoding. */
  private static String nanos(Instant moment) {
    return Long.toString(moment.getEpochSecond() * 1_000_000_000 + moment.getNano());
  }

  private static void attributes(ArrayNode to, Map<String, String> attributes) {
    new TreeMap<>(attributes)
        .forEach(
            (name, value) -> {
              ObjectNode attribute = to.addObject().put("key", name);
              attribute.withObject("/value").put("stringValue", value);
            });
  }
}
