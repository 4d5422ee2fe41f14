/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.demo;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.testbed.object.Namespaces;
import java.util.Optional;

/** Asks the cluster to run images, in a namespace of the demo's own. */
final class Pods {

  static final String NAMESPACE = "portieris-demo";

  /** No scheduler has this name, so that no node of a real cluster tries to run the pods. */
  private static final String NO_SCHEDULER = "portieris-demo-none";

  /** What the cluster said. */
  sealed interface Answer {

    /** The pod was stored, with this image. */
    record Admitted(String image) implements Answer {}

    /** The pod was refused. */
    record Refused(String message) implements Answer {}
  }

  private final KubernetesClient cluster;

  Pods(KubernetesClient cluster) {
    this.cluster = cluster;
  }

  void createNamespace() {
    cluster.resource(Namespaces.of(NAMESPACE)).createOr(existing -> existing.update());
  }

  /** Whether a pod of the image would be admitted now; stores nothing. */
  boolean wouldRun(String image) {
    try {
      cluster.resource(pod("trial", image)).dryRun(true).create();
      return true;
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  Answer run(String name, String image) {
    try {
      Pod stored = cluster.resource(pod(name, image)).create();
      return new Answer.Admitted(stored.getSpec().getContainers().getFirst().getImage());
    } catch (KubernetesClientException e) {
      return new Answer.Refused(
          Optional.ofNullable(e.getStatus()).map(Status::getMessage).orElseGet(e::toString));
    }
  }

  private static Pod pod(String name, String image) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(NAMESPACE)
        .endMetadata()
        .withNewSpec()
        .withSchedulerName(NO_SCHEDULER)
        .addNewContainer()
        .withName("main")
        .withImage(image)
        .endContainer()
        .endSpec()
        .build();
  }
}
