/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.diagnosis;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.framework.diagnosis.Symptom.ContainerLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is wrong with the containers of a pod, and what they wrote last. */
record PodTrouble(KubernetesClient client, Pod pod) {

  private static final int LINES = 20;

  /** Whether it neither serves nor has done its work. */
  boolean isTroubled() {
    return !"Succeeded".equals(pod.getStatus().getPhase())
        && pod.getStatus().getConditions().stream()
            .noneMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  /** One line for each container that does not run, and for a pod that has no place. */
  List<String> conditions() {
    List<String> conditions = new ArrayList<>();
    pod.getStatus().getConditions().stream()
        .filter(c -> c.getType().equals("PodScheduled") && c.getStatus().equals("False"))
        .forEach(c -> conditions.add("not scheduled: " + c.getMessage()));
    troubled()
        .forEach(
            container -> {
              String restarts =
                  container.getRestartCount() > 0
                      ? ", " + container.getRestartCount() + " restarts"
                      : "";
              conditions.add(
                  "container " + container.getName() + ": " + state(container) + restarts);
            });
    return conditions;
  }

  private Stream<ContainerStatus> troubled() {
    return Stream.concat(
            pod.getStatus().getInitContainerStatuses().stream().filter(c -> !isDone(c)),
            pod.getStatus().getContainerStatuses().stream())
        .filter(container -> !Boolean.TRUE.equals(container.getReady()));
  }

  private static boolean isDone(ContainerStatus container) {
    ContainerStateTerminated ended = container.getState().getTerminated();
    return ended != null && ended.getExitCode() == 0;
  }

  private static String state(ContainerStatus container) {
    ContainerStateWaiting waiting = container.getState().getWaiting();
    ContainerStateTerminated ended = container.getState().getTerminated();
    if (waiting != null) {
      String message = waiting.getMessage() == null ? "" : ": " + waiting.getMessage();
      return waiting.getReason() + message + last(container).map(t -> "; " + exit(t)).orElse("");
    }
    return ended != null ? exit(ended) : "runs and is not ready";
  }

  private static String exit(ContainerStateTerminated ended) {
    return "ended with exit code " + ended.getExitCode() + " (" + ended.getReason() + ")";
  }

  private static Optional<ContainerStateTerminated> last(ContainerStatus container) {
    return Optional.ofNullable(container.getLastState())
        .flatMap(state -> Optional.ofNullable(state.getTerminated()));
  }

  /** The last lines of the containers that do not run, of their last run where there was one. */
  List<ContainerLog> logs() {
    List<ContainerLog> logs = new ArrayList<>();
    troubled()
        .forEach(
            container -> {
              List<String> lines = lines(container);
              if (!lines.isEmpty()) {
                logs.add(new ContainerLog(container.getName(), lines));
              }
            });
    return logs;
  }

  private List<String> lines(ContainerStatus container) {
    var resource =
        client
            .pods()
            .inNamespace(pod.getMetadata().getNamespace())
            .withName(pod.getMetadata().getName())
            .inContainer(container.getName());
    try {
      String log =
          last(container).isPresent() && container.getState().getRunning() == null
              ? resource.terminated().tailingLines(LINES).getLog()
              : resource.tailingLines(LINES).getLog();
      return log.lines().toList();
    } catch (KubernetesClientException e) {
      return List.of();
    }
  }
}
