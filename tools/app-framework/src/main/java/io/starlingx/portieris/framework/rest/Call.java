/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.rest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.URIUtil;

/** One request, as the resources see it. */
final class Call {

  /** Reads no member twice, and nothing after the value. */
  static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final ObjectReader TREES =
      JsonMapper.builder(JSON)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .reader();

  private final Request request;
  private final Fields query;
  private final List<String> path;
  private final RequestLimits limits;

  private Call(Request request, Fields query, List<String> path, RequestLimits limits) {
    this.request = request;
    this.query = query;
    this.path = path;
    this.limits = limits;
  }

  static Call of(Request request, RequestLimits limits) throws RefusedCallException {
    try {
      List<String> path =
          Arrays.stream(Request.getPathInContext(request).split("/"))
              .filter(segment -> !segment.isEmpty())
              .map(URIUtil::decodePath)
              .toList();
      return new Call(request, Request.extractQueryParameters(request), path, limits);
    } catch (RuntimeException e) {
      throw new RefusedCallException(400, "the request's address is not readable");
    }
  }

  String method() {
    return request.getMethod();
  }

  /** The decoded segments of the path. */
  List<String> path() {
    return path;
  }

  /** A parameter of the query; empty where it is missing. */
  String parameter(String name) {
    return Optional.ofNullable(query.getValue(name)).orElse("");
  }

  /** The platform's client writes {@code True} and {@code False}. */
  boolean flag(String name) {
    return parameter(name).equalsIgnoreCase("true");
  }

  /** The JSON object that the body is; an empty one without body. */
  ObjectNode body() throws IOException {
    try (InputStream in = stream(limits.bodyBytes())) {
      JsonNode tree = TREES.readTree(in);
      if (tree == null || tree.isMissingNode() || tree.isNull()) {
        return JsonNodeFactory.instance.objectNode();
      }
      return tree instanceof ObjectNode object ? object : refuse();
    } catch (JacksonException e) {
      throw notJson(e);
    }
  }

  /** The body that carries a tarball. */
  InputStream upload() throws RefusedCallException {
    return stream(limits.uploadBytes());
  }

  static RefusedCallException notJson(JacksonException e) {
    return new RefusedCallException(
        400, "the request's body is not JSON: " + e.getOriginalMessage());
  }

  private static ObjectNode refuse() throws RefusedCallException {
    throw new RefusedCallException(400, "the request's body is not a JSON object");
  }

  private InputStream stream(long limit) throws RefusedCallException {
    String type = Optional.ofNullable(request.getHeaders().get(HttpHeader.CONTENT_TYPE)).orElse("");
    if (!type.isEmpty() && !type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
      throw new RefusedCallException(415, "bodies are application/json, not " + type);
    }
    if (request.getLength() > limit) {
      throw BoundedBody.tooLarge(limit);
    }
    return new BoundedBody(Content.Source.asInputStream(request), limit, limits.bodyTime());
  }
}
