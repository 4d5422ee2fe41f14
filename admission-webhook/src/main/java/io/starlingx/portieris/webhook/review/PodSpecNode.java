/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An object within a pod spec and where it is. Absent and null are the same, as in the API. */
record PodSpecNode(String pointer, JsonNode node) {

  /**
   * The object at {@code path} below {@code root}; empty when there is none.
   *
   * @throws MalformedPodSpecException when it, or an object on the way, is something else
   */
  static PodSpecNode at(JsonNode root, String path) {
    PodSpecNode here = new PodSpecNode("", root);
    here.requireObject();
    for (String field : path.substring(1).split("/", -1)) {
      here = here.child(field);
      here.requireObject();
    }
    return here;
  }

  Optional<PodSpecNode> object(String field) {
    PodSpecNode child = child(field);
    child.requireObject();
    return child.isAbsent() ? Optional.empty() : Optional.of(child);
  }

  List<PodSpecNode> list(String field) {
    PodSpecNode list = child(field);
    if (!list.isAbsent() && !list.node.isArray()) {
      throw new MalformedPodSpecException(list.pointer, "a list");
    }
    List<PodSpecNode> elements = new ArrayList<>();
    for (int i = 0; i < list.node.size(); i++) {
      PodSpecNode element = new PodSpecNode(list.pointer + "/" + i, list.node.get(i));
      element.requireObject();
      elements.add(element);
    }
    return elements;
  }

  /** The text of a field, unless empty. */
  Optional<String> text(String field) {
    JsonNode child = node.get(field);
    if (child == null || child.isNull()) {
      return Optional.empty();
    }
    if (!child.isTextual()) {
      throw new MalformedPodSpecException(pointer + "/" + field, "text");
    }
    String text = child.textValue();
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /** The image that a field of an element of {@code list} names, unless blank. */
  Optional<WorkloadImage> image(String field, String list, String name) {
    return text(field)
        .filter(image -> !image.isBlank())
        .map(
            image -> new WorkloadImage(new CarriedImage(list, name, image), pointer + "/" + field));
  }

  private PodSpecNode child(String field) {
    JsonNode child = node.get(field);
    return new PodSpecNode(
        pointer + "/" + field, child == null ? MissingNode.getInstance() : child);
  }

  private boolean isAbsent() {
    return node.isMissingNode() || node.isNull();
  }

  private void requireObject() {
    if (!isAbsent() && !node.isObject()) {
      throw new MalformedPodSpecException(pointer.isEmpty() ? "the object" : pointer, "an object");
    }
  }
}
