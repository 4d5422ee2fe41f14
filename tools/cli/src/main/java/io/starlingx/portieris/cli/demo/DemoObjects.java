/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.demo;

import io.fabric8.kubernetes.client.KubernetesClient;

/** What the demo itself puts into the cluster, beside the application. */
final class DemoObjects {

  static final String POLICY = "portieris-demo";

  private static final String APPLICATION = "portieris";

  private DemoObjects() {}

  /**
   * Looks whether somebody else's cluster is free for the demo, which installs and removes.
   *
   * @throws DemoFailure when Portieris, or what is left of it, is there
   */
  static void requireNone(KubernetesClient cluster) {
    if (cluster.namespaces().withName(APPLICATION).get() != null) {
      throw new DemoFailure(
          "namespace portieris exists on this cluster: the demo would replace and then remove the"
              + " Portieris that is installed there. Remove it first, or use another cluster");
    }
  }

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
