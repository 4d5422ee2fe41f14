/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * As much of a Kubernetes API as the webhook asks for when it starts and when it decides: objects
 * are stored by their path as they come, a list is what lies below its path, a watch tells what is
 * stored below its path from then on, and a change of an object is believed and forgotten. For a
 * rehearsal only; whether the webhook works with a cluster is tried on real API servers.
 */
final class StandInCluster {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, ObjectNode> objects = new ConcurrentHashMap<>();
  private final List<Watch> watches = new CopyOnWriteArrayList<>();
  private long version;

  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  record Reply(int status, byte[] body) {}

  /** What is to be told of the objects below a path, a line each. */
  record Watch(String path, BlockingQueue<byte[]> events) {}

  /** Begins to tell of the objects below a path. */
  Watch watch(String path) {
    Watch watch = new Watch(path, new LinkedBlockingQueue<>());
    watches.add(watch);
    return watch;
  }

  /** Tells no more. */
  void end(Watch watch) {
    watches.remove(watch);
  }

  /** Stores an object, given as JSON; watches tell of objects in the order of their versions. */
  synchronized void put(String path, String object) throws IOException {
    ObjectNode node = (ObjectNode) JSON.readTree(object);
    node.withObject("/metadata")
        .put("resourceVersion", String.valueOf(++version))
        .put("uid", "uid-" + objects.size());
    if (node.path("stringData").isObject()) {
      ObjectNode data = node.withObject("/data");
      for (Map.Entry<String, JsonNode> text : node.path("stringData").properties()) {
        byte[] bytes = text.getValue().asText().getBytes(StandardCharsets.UTF_8);
        data.put(text.getKey(), Base64.getEncoder().encodeToString(bytes));
      }
    }
    objects.put(path, node);
    tell(path, node);
  }

  private void tell(String path, ObjectNode object) throws IOException {
    byte[] event =
        JSON.writeValueAsBytes(JSON.createObjectNode().put("type", "ADDED").set("object", object));
    byte[] line = Arrays.copyOf(event, event.length + 1);
    line[event.length] = '\n';
    for (Watch watch : watches) {
      if (path.startsWith(watch.path() + "/")) {
        watch.events().add(line);
      }
    }
  }

  /** The value at a place in a stored object; empty text when there is none. */
  String text(String path, String pointer) {
    @Nullable ObjectNode object = objects.get(path);
    return object == null ? "" : object.at(pointer).asText("");
  }

  Reply answer(String method, String path, byte[] body) throws IOException {
    return switch (method) {
      case "POST" -> {
        JsonNode object = JSON.readTree(body);
        String name = object.at("/metadata/name").asText("generated-" + objects.size());
        if (objects.containsKey(path + "/" + name)) {
          yield failure(409, "AlreadyExists");
        }
        put(path + "/" + name, object.toString());
        yield reply(201, objects.get(path + "/" + name));
      }
      case "PUT" -> {
        put(path, new String(body, StandardCharsets.UTF_8));
        yield reply(200, objects.get(path));
      }
      default -> objects.containsKey(path) ? reply(200, objects.get(path)) : list(path);
    };
  }

  /** A path that ends in a collection's name is a list; names of collections end in "s" here. */
  private Reply list(String path) throws IOException {
    if (!path.endsWith("s")) {
      return failure(404, "NotFound");
    }
    ObjectNode list = JSON.createObjectNode().put("kind", "List").put("apiVersion", "v1");
    list.putObject("metadata").put("resourceVersion", "1");
    var items = list.putArray("items");
    objects.forEach(
        (place, object) -> {
          if (place.startsWith(path + "/")) {
            items.add(object);
          }
        });
    return reply(200, list);
  }

  private static Reply failure(int code, String reason) throws IOException {
    return reply(
        code,
        JSON.createObjectNode()
            .put("kind", "Status")
            .put("apiVersion", "v1")
            .put("status", "Failure")
            .put("reason", reason)
            .put("code", code));
  }

  private static Reply reply(int status, @Nullable JsonNode body) throws IOException {
    return new Reply(status, JSON.writeValueAsBytes(body));
  }
}
