/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.diagnosis;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an object of any kind says of itself.
 *
 * @param object the object with its status
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-conditions">Kubernetes,
 *     conditions</a>
 */
record Health(GenericKubernetesResource object) {

  /** Whether it does not do yet what it is there for. */
  boolean isTroubled() {
    return switch (object.getKind()) {
      case "Deployment" -> number("status", "unavailableReplicas", 0) > 0 || isShort();
      case "StatefulSet" ->
          number("status", "updatedReplicas", 0) < number("spec", "replicas", 1) || isShort();
      case "ReplicaSet" -> isShort();
      case "DaemonSet" ->
          number("status", "numberReady", 0) < number("status", "desiredNumberScheduled", 0);
      case "Job" -> !isTrue("Complete");
      case "PersistentVolumeClaim" -> !"Bound".equals(object.get("status", "phase"));
      case "Pod" -> !"Succeeded".equals(object.get("status", "phase")) && !isTrue("Ready");
      default -> conditions().stream().anyMatch(c -> is(c, "Ready", "False"));
    };
  }

  private boolean isShort() {
    return number("status", "readyReplicas", 0) < number("spec", "replicas", 1);
  }

  /** The conditions that tell why, such as {@code Available=False (Reason): message}. */
  List<String> failing() {
    List<String> failing = new ArrayList<>();
    for (Map<?, ?> condition : conditions()) {
      boolean isFailing =
          switch (text(condition.get("type"))) {
            case "ReplicaFailure", "Failed", "FailureTarget", "Stalled" ->
                "True".equals(condition.get("status"));
            default -> "False".equals(condition.get("status"));
          };
      if (isFailing) {
        failing.add(line(condition));
      }
    }
    if (failing.isEmpty() && object.get("status", "phase") instanceof String phase) {
      failing.add("phase " + phase);
    }
    long unavailable = number("status", "unavailableReplicas", 0);
    if (failing.isEmpty() && unavailable > 0) {
      failing.add("replicas that are not available: " + unavailable);
    }
    return failing;
  }

  private static String line(Map<?, ?> condition) {
    String reason = text(condition.get("reason"));
    String message = text(condition.get("message"));
    return condition.get("type")
        + "="
        + condition.get("status")
        + (reason.isEmpty() ? "" : " (" + reason + ")")
        + (message.isEmpty() ? "" : ": " + message.strip());
  }

  /** The labels by which it knows its pods; empty when it has none. */
  Map<String, String> podLabels() {
    Object labels = object.get("spec", "selector", "matchLabels");
    Map<String, String> found = new TreeMap<>();
    if (labels instanceof Map<?, ?> map) {
      map.forEach((key, value) -> found.put(String.valueOf(key), String.valueOf(value)));
    }
    return found;
  }

  private boolean isTrue(String type) {
    return conditions().stream().anyMatch(condition -> is(condition, type, "True"));
  }

  private static boolean is(Map<?, ?> condition, String type, String status) {
    return type.equals(condition.get("type")) && status.equals(condition.get("status"));
  }

  private List<Map<?, ?>> conditions() {
    List<Map<?, ?>> conditions = new ArrayList<>();
    if (object.get("status", "conditions") instanceof List<?> list) {
      for (Object condition : list) {
        if (condition instanceof Map<?, ?> map) {
          conditions.add(map);
        }
      }
    }
    return conditions;
  }

  private long number(String part, String name, long otherwise) {
    return Optional.ofNullable(object.get(part, name))
        .filter(Number.class::isInstance)
        .map(value -> ((Number) value).longValue())
        .orElse(otherwise);
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
