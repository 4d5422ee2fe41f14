/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.cluster;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.sysinv.plugin.Platform;
import io.starlingx.portieris.sysinv.plugin.Platform.CloudRole;
import java.util.OptionalInt;

/** What a cluster says of the platform that it is: its control-plane nodes and its addresses. */
public final class ClusterPlatform {

  private static final int FORBIDDEN = 403;

  private ClusterPlatform() {}

  /**
   * Asks the cluster. Who may not list nodes does not know how many controllers there are.
   *
   * @throws KubernetesClientException when it does not answer
   */
  public static Platform of(KubernetesClient client) {
    Service service = client.services().inNamespace("default").withName("kubernetes").get();
    boolean ipv6 =
        service != null
            && service.getSpec().getClusterIP() != null
            && service.getSpec().getClusterIP().contains(":");
    return new Platform(controllers(client), ipv6, CloudRole.NONE);
  }

  private static OptionalInt controllers(KubernetesClient client) {
    try {
      int count =
          client
              .nodes()
              .withLabel("node-role.kubernetes.io/control-plane")
              .list()
              .getItems()
              .size();
      return count == 0 ? OptionalInt.empty() : OptionalInt.of(count);
    } catch (KubernetesClientException e) {
      if (e.getCode() == FORBIDDEN) {
        return OptionalInt.empty();
      }
      throw e;
    }
  }
}
