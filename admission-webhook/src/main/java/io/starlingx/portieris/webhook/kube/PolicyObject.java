/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.starlingx.portieris.trust.policy.ImagePolicy;
import io.starlingx.portieris.trust.policy.PolicyReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A policy as the API server keeps it: whoever may write one decides how deep it is nested. */
final class PolicyObject {

  /** Deepest nesting of a policy's spec; what has a meaning is within ten levels. */
  static final int MAX_DEPTH = 64;

  /** Most values in a policy's spec; a rule has about a dozen. */
  static final int MAX_VALUES = 200_000;

  /** What is kept of a rule takes more memory than the shortest one that can be stored. */
  static final int MAX_RULES = 20_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private PolicyObject() {}

  /** The policy; one that is nested too deeply, or too large, to be read denies everything. */
  static ImagePolicy read(GenericKubernetesResource object, String kind) {
    ObjectNode json = JSON.createObjectNode().put("kind", kind);
    ObjectNode metadata = json.putObject("metadata");
    metadata.put("name", object.getMetadata().getName());
    metadata.put("namespace", object.getMetadata().getNamespace());
    Object spec = object.getAdditionalProperties().get("spec");
    Optional<String> excess = excess(spec);
    if (excess.isPresent()) {
      ImagePolicy named = PolicyReader.read(json);
      return ImagePolicy.unreadable(named.namespace(), named.name(), "spec: " + excess.get());
    }
    json.set("spec", JSON.valueToTree(spec));
    return PolicyReader.read(json);
  }

  /** Level by level: recursion would need a stack as deep as the value. */
  private static Optional<String> excess(@Nullable Object spec) {
    if (spec instanceof Map<?, ?> fields
        && fields.get("repositories") instanceof Collection<?> rules
        && rules.size() > MAX_RULES) {
      return Optional.of("more than " + MAX_RULES + " rules");
    }
    List<Object> level = Optional.ofNullable(spec).map(List::<Object>of).orElse(List.of());
    int values = 0;
    for (int depth = 0; !level.isEmpty(); depth++) {
      values += level.size();
      if (depth > MAX_DEPTH) {
        return Optional.of("nested deeper than " + MAX_DEPTH + " levels");
      }
      if (values > MAX_VALUES) {
        return Optional.of("more than " + MAX_VALUES + " values");
      }
      List<Object> next = new ArrayList<>();
      for (Object element : level) {
        children(element).stream().filter(child -> child != null).forEach(next::add);
      }
      level = next;
    }
    return Optional.empty();
  }

  private static Collection<?> children(Object value) {
    return switch (value) {
      case Map<?, ?> map -> map.values();
      case Collection<?> list -> list;
      default -> List.of();
    };
  }
}
