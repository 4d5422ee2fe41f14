/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.testbed.ControlPlane;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stand-in with the real controllers. */
class NodeStandInTest {

  private static final int LIMIT_SECONDS = 120;

  private static Fate fate(Container container) {
    return switch (container.getImage()) {
      case "crashes" -> new Fate.Crashes(3, "no database\n");
      case "absent" -> new Fate.NotPulled("not found");
      default -> new Fate.Runs();
    };
  }

  @Test
  void podsBecomeWhatTheirContainersBecome(@TempDir Path directory) {
    try (ControlPlane cluster = ControlPlane.startWithControllers(directory);
        KubernetesClient client = cluster.client();
        NodeStandIn _ = NodeStandIn.start(cluster, NodeStandInTest::fate)) {
      deploy(client, "runs");
      deploy(client, "crashes");
      deploy(client, "absent");
      runJob(client);

      client
          .apps()
          .deployments()
          .inNamespace("default")
          .withName("runs")
          .waitUntilReady(LIMIT_SECONDS, TimeUnit.SECONDS);
      client
          .batch()
          .v1()
          .jobs()
          .inNamespace("default")
          .withName("job")
          .waitUntilCondition(
              job -> Integer.valueOf(1).equals(job.getStatus().getSucceeded()),
              LIMIT_SECONDS,
              TimeUnit.SECONDS);
      Pod crashed = await(client, "crashes", "CrashLoopBackOff");
      await(client, "absent", "ImagePullBackOff");
      assertThat(
              client
                  .pods()
                  .inNamespace("default")
                  .withName(crashed.getMetadata().getName())
                  .getLog())
          .isEqualTo("no database\n");
      assertThat(client.v1().events().inNamespace("default").list().getItems())
          .extracting(Event::getMessage)
          .contains("Failed to pull image \"absent\": not found");

      client.apps().deployments().inNamespace("default").withName("runs").delete();
      client
          .pods()
          .inNamespace("default")
          .withLabel("app", "runs")
          .informOnCondition(List::isEmpty)
          .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
          .join();
    }
  }

  private static Pod await(KubernetesClient client, String image, String reason) {
    return client
        .pods()
        .inNamespace("default")
        .withLabel("app", image)
        .informOnCondition(pods -> pods.stream().anyMatch(pod -> isWaiting(pod, reason)))
        .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
        .join()
        .getFirst();
  }

  private static boolean isWaiting(Pod pod, String reason) {
    return pod.getStatus().getContainerStatuses().stream()
        .map(status -> status.getState().getWaiting())
        .anyMatch(waiting -> waiting != null && waiting.getReason().equals(reason));
  }

  private static void deploy(KubernetesClient client, String image) {
    client
        .resource(
            new DeploymentBuilder()
                .withNewMetadata()
                .withName(image)
                .withNamespace("default")
                .endMetadata()
                .withNewSpec()
                .withNewSelector()
                .addToMatchLabels("app", image)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", image)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("c")
                .withImage(image)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();
  }

  private static void runJob(KubernetesClient client) {
    client
        .resource(
            new JobBuilder()
                .withNewMetadata()
                .withName("job")
                .withNamespace("default")
                .endMetadata()
                .withNewSpec()
                .withNewTemplate()
                .withNewSpec()
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("c")
                .withImage("runs")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();
  }
}
