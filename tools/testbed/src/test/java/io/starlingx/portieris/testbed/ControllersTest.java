/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControllersTest {

  @TempDir private Path directory;

  @Test
  void deploymentBecomesPodsThatRunAsTheDefaultServiceAccount() {
    try (ControlPlane plane = ControlPlane.startWithControllers(directory);
        KubernetesClient client = plane.client()) {
      client
          .resource(
              """
              apiVersion: apps/v1
              kind: Deployment
              metadata: {name: web, namespace: default}
              spec:
                selector: {matchLabels: {app: web}}
                template:
                  metadata: {labels: {app: web}}
                  spec: {containers: [{name: web, image: example.com/web}]}
              """)
          .create();

      var pod =
          client
              .pods()
              .inNamespace("default")
              .withLabel("app", "web")
              .waitUntilCondition(found -> found != null, 60, TimeUnit.SECONDS);

      assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("default");
    }
  }
}
