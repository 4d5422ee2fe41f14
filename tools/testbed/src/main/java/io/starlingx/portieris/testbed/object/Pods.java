/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.object;

import io.fabric8.kubernetes.api.model.EphemeralContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Pods of which only the image matters. */
public final class Pods {

  private Pods() {}

  /** A pod with one container {@code app}, named by the API server. */
  public static Pod of(String namespace, String image) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withGenerateName("pod-")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("app")
        .withImage(image)
        .endContainer()
        .endSpec()
        .build();
  }

  /** The image of a pod's first container. */
  public static String image(Pod pod) {
    return pod.getSpec().getContainers().getFirst().getImage();
  }

  /** Brings an ephemeral container {@code debug} into a pod that is there, as an admin would. */
  public static void debug(KubernetesClient client, Pod pod, String image) {
    client
        .pods()
        .resource(pod)
        .ephemeralContainers()
        .edit(
            running -> {
              running
                  .getSpec()
                  .getEphemeralContainers()
                  .add(new EphemeralContainerBuilder().withName("debug").withImage(image).build());
              return running;
            });
  }
}
