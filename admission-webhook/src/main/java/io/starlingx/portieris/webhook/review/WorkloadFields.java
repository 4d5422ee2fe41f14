/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.Set;

/**
 * Reads of an object only the fields that tell which images it names and whose it is, wherever they
 * are; the others are passed over, checked as strictly, and take no memory.
 */
final class WorkloadFields {

  private static final Set<String> KEPT =
      Set.of(
          "apiVersion",
          "kind",
          "metadata",
          "name",
          "generateName",
          "uid",
          "ownerReferences",
          "controller",
          "spec",
          "template",
          "jobTemplate",
          "initContainers",
          "containers",
          "ephemeralContainers",
          "image",
          "volumes",
          "reference",
          "imagePullSecrets",
          "serviceAccountName",
          "serviceAccount");

  private WorkloadFields() {}

  /** What is kept of the value that begins with the current token; reads to its end. */
  static JsonNode read(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> array(json);
      case VALUE_STRING -> TextNode.valueOf(json.getText());
      case VALUE_TRUE -> BooleanNode.TRUE;
      case VALUE_FALSE -> BooleanNode.FALSE;
      case VALUE_NULL -> NullNode.getInstance();
      default -> json.readValueAsTree();
    };
  }

  private static ObjectNode object(JsonParser json) throws IOException {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      if (KEPT.contains(field)) {
        object.set(field, read(json));
      } else {
        json.skipChildren();
      }
    }
    return object;
  }

  private static ArrayNode array(JsonParser json) throws IOException {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      array.add(read(json));
    }
    return array;
  }
}
