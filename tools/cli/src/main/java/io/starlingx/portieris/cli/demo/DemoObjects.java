/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.demo;

import io.fabric8.kubernetes.client.KubernetesClient;

/** What the demo itself puts into the cluster, beside the application. */
final class DemoObjects {

  static final String POLICY = "portieris-demo";

  private DemoObjects() {}

  /** Deletes them from somebody else's cluster. */
  static void delete(DemoServers servers) {
    try (KubernetesClient cluster = servers.client()) {
      cluster.namespaces().withName(Pods.NAMESPACE).delete();
      cluster
          .genericKubernetesResources("portieris.cloud.ibm.com/v1", "ClusterImagePolicy")
          .withName(POLICY)
          .delete();
    }
  }
}
