/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A pod as it is stored, as far as deciding about its images needs it.
 *
 * @param images every image that it names, in document order, each once
 */
public record RunningPod(String name, String uid, PodIdentity identity, List<String> images) {
  public RunningPod {
    requireNonNull(name, "name");
    requireNonNull(uid, "uid");
    requireNonNull(identity, "identity");
    images = List.copyOf(images);
  }

  /** Where it runs. */
  public String namespace() {
    return identity.namespace();
  }

  /** Reads a pod; empty when it is none. */
  public static Optional<RunningPod> of(JsonNode pod) {
    try {
      JsonNode metadata = pod.path("metadata");
      PodSpecNode spec = PodSpecNode.at(pod, "/spec");
      List<String> images =
          Stream.concat(PodImages.ofContainers(spec).stream(), PodImages.ofVolumes(spec).stream())
              .map(WorkloadImage::image)
              .distinct()
              .toList();
      return Optional.of(
          new RunningPod(
              metadata.path("name").asText(""),
              metadata.path("uid").asText(""),
              identity(metadata.path("namespace").asText(""), spec),
              images));
    } catch (MalformedPodSpecException e) {
      return Optional.empty();
    }
  }

  static PodIdentity identity(String namespace, PodSpecNode spec) {
    List<String> pullSecrets = new ArrayList<>();
    spec.list("imagePullSecrets").forEach(s -> s.text("name").ifPresent(pullSecrets::add));
    String serviceAccount =
        spec.text("serviceAccountName").or(() -> spec.text("serviceAccount")).orElse("default");
    return new PodIdentity(namespace, pullSecrets, serviceAccount);
  }
}
