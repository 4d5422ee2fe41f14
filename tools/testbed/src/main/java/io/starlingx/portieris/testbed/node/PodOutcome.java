/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What a kubelet would report of a pod whose containers have met their fates. */
record PodOutcome(Function<Container, Fate> fates) {

  private static final int RESTARTS = 3;

  /** The pod with its status. */
  Pod of(Pod pod) {
    boolean isJob = !"Always".equals(pod.getSpec().getRestartPolicy());
    boolean isReady =
        pod.getSpec().getContainers().stream().allMatch(c -> fates.apply(c) instanceof Fate.Runs);
    String now = Instant.now().toString();
    boolean isPending =
        pod.getSpec().getContainers().stream()
            .anyMatch(c -> fates.apply(c) instanceof Fate.NotPulled);
    String phase = isPending ? "Pending" : isJob ? (isReady ? "Succeeded" : "Failed") : "Running";
    List<ContainerStatus> statuses =
        pod.getSpec().getContainers().stream().map(c -> status(c, isJob, now)).toList();
    return new PodBuilder(pod)
        .editOrNewStatus()
        .withPhase(phase)
        .withStartTime(now)
        .withHostIP("127.0.0.1")
        .withPodIP("10.88.0." + (1 + Math.floorMod(pod.getMetadata().getUid().hashCode(), 250)))
        .withContainerStatuses(statuses)
        .withConditions(
            new PodConditionBuilder().withType("PodScheduled").withStatus("True").build(),
            new PodConditionBuilder().withType("Initialized").withStatus("True").build(),
            ready("ContainersReady", isReady && !isJob, now),
            ready("Ready", isReady && !isJob, now))
        .endStatus()
        .build();
  }

  private static PodCondition ready(String type, boolean isReady, String now) {
    PodConditionBuilder condition =
        new PodConditionBuilder()
            .withType(type)
            .withStatus(isReady ? "True" : "False")
            .withLastTransitionTime(now);
    return (isReady ? condition : condition.withReason("ContainersNotReady")).build();
  }

  private ContainerStatus status(Container container, boolean isJob, String now) {
    ContainerStatusBuilder status =
        new ContainerStatusBuilder()
            .withName(container.getName())
            .withImage(container.getImage())
            .withImageID("")
            .withRestartCount(0)
            .withReady(false)
            .withStarted(false);
    return switch (fates.apply(container)) {
      case Fate.Runs() when isJob ->
          status
              .withNewState()
              .withNewTerminated()
              .withExitCode(0)
              .withReason("Completed")
              .withFinishedAt(now)
              .endTerminated()
              .endState()
              .build();
      case Fate.Runs() ->
          status
              .withReady(true)
              .withStarted(true)
              .withNewState()
              .withNewRunning(now)
              .endState()
              .build();
      case Fate.Crashes(int code, String log) when isJob ->
          status
              .withNewState()
              .withNewTerminated()
              .withExitCode(code)
              .withReason("Error")
              .withFinishedAt(now)
              .endTerminated()
              .endState()
              .build();
      case Fate.Crashes(int code, String log) ->
          status
              .withRestartCount(RESTARTS)
              .withNewState()
              .withNewWaiting(
                  "back-off 40s restarting failed container=" + container.getName(),
                  "CrashLoopBackOff")
              .endState()
              .withNewLastState()
              .withNewTerminated()
              .withExitCode(code)
              .withReason("Error")
              .withFinishedAt(now)
              .endTerminated()
              .endLastState()
              .build();
      case Fate.NotPulled(String message) ->
          status
              .withNewState()
              .withNewWaiting(
                  "Back-off pulling image \"" + container.getImage() + "\": " + message,
                  "ImagePullBackOff")
              .endState()
              .build();
    };
  }

  /** The warnings that a kubelet would record. */
  List<Event> events(Pod pod) {
    List<Event> events = new ArrayList<>();
    for (Container container : pod.getSpec().getContainers()) {
      switch (fates.apply(container)) {
        case Fate.Runs() -> {}
        case Fate.Crashes(int code, String log) ->
            events.add(
                warning(
                    pod,
                    "BackOff",
                    "Back-off restarting failed container "
                        + container.getName()
                        + " in pod "
                        + pod.getMetadata().getName()));
        case Fate.NotPulled(String message) ->
            events.add(
                warning(
                    pod,
                    "Failed",
                    "Failed to pull image \"" + container.getImage() + "\": " + message));
      }
    }
    return events;
  }

  private static Event warning(Pod pod, String reason, String message) {
    String now = Instant.now().toString();
    return new EventBuilder()
        .withNewMetadata()
        .withGenerateName(pod.getMetadata().getName() + ".")
        .withNamespace(pod.getMetadata().getNamespace())
        .endMetadata()
        .withType("Warning")
        .withReason(reason)
        .withMessage(message)
        .withCount(1)
        .withFirstTimestamp(now)
        .withLastTimestamp(now)
        .withNewSource("kubelet", NodeStandIn.NAME)
        .withNewInvolvedObject()
        .withApiVersion("v1")
        .withKind("Pod")
        .withName(pod.getMetadata().getName())
        .withNamespace(pod.getMetadata().getNamespace())
        .withUid(pod.getMetadata().getUid())
        .endInvolvedObject()
        .build();
  }
}
