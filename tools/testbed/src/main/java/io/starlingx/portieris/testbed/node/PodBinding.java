/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.node;

import io.fabric8.kubernetes.api.model.Binding;
import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Puts a pod on a node, as a scheduler does. */
record PodBinding(String namespace, String pod, String node) {

  static PodBinding of(Pod pod, String node) {
    return new PodBinding(pod.getMetadata().getNamespace(), pod.getMetadata().getName(), node);
  }

  void create(KubernetesClient client) {
    Binding binding =
        new BindingBuilder()
            .withNewMetadata()
            .withName(pod)
            .withNamespace(namespace)
            .endMetadata()
            .withNewTarget()
            .withKind("Node")
            .withApiVersion("v1")
            .withName(node)
            .endTarget()
            .build();
    client.bindings().inNamespace(namespace).resource(binding).create();
  }
}
