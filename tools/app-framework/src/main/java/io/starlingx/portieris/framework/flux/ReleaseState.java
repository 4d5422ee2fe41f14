/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.flux;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What helm-controller says of a HelmRelease, read as sysinv reads it: by the first condition. Its
 * message is that of {@code Ready}, where there is one: the first may only say how often it tried.
 *
 * @see <a href="https://fluxcd.io/flux/components/helm/helmreleases/#conditions">Flux, Helm
 *     Releases: conditions</a>
 */
sealed interface ReleaseState {

  /** It is installed as asked for. */
  record Ready() implements ReleaseState {}

  /** The controller has not come to an end. */
  record Waiting(String message) implements ReleaseState {}

  /** The controller has given up for now. */
  record Failed(String message) implements ReleaseState {}

  /** Reads the status; one of an older generation says nothing yet. */
  static ReleaseState of(@Nullable GenericKubernetesResource release) {
    if (release == null) {
      return new Waiting("");
    }
    Map<?, ?> status = release.get("status") instanceof Map<?, ?> found ? found : Map.of();
    boolean isOld =
        status.get("observedGeneration") instanceof Number seen
            && release.getMetadata().getGeneration() != null
            && seen.longValue() < release.getMetadata().getGeneration();
    if (!(status.get("conditions") instanceof List<?> conditions)
        || conditions.isEmpty()
        || !(conditions.getFirst() instanceof Map<?, ?> condition)) {
      return new Waiting("");
    }
    String type = text(condition, "type");
    if (isOld && !type.equals("Reconciling")) {
      return new Waiting("");
    }
    String value = text(condition, "status");
    String message =
        conditions.stream()
            .filter(found -> found instanceof Map<?, ?> map && text(map, "type").equals("Ready"))
            .findFirst()
            .map(found -> text((Map<?, ?>) found, "message"))
            .filter(said -> !said.isEmpty())
            .orElse(text(condition, "message"));
    if (type.equals("Ready") && value.equals("True")) {
      return new Ready();
    }
    boolean isWaiting =
        type.equals("Reconciling")
            || value.equals("Unknown")
            || text(condition, "reason").equals("DependencyNotReady");
    return isWaiting ? new Waiting(message) : new Failed(message);
  }

  private static String text(Map<?, ?> condition, String key) {
    Object value = condition.get(key);
    return value == null ? "" : value.toString();
  }
}
