/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.testbed.ControlPlane;
import io.starlingx.portieris.testbed.node.Fate;
import io.starlingx.portieris.testbed.node.NodeStandIn;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Applications whose pods do not do what they should, and what is told of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SystemFailureTest {

  private final ControlPlane cluster;
  private final NodeStandIn nodes;
  private final KubernetesClient client;
  @TempDir Path directory;

  SystemFailureTest(@TempDir Path controlPlane) {
    cluster = ControlPlane.startWithControllers(controlPlane);
    nodes = NodeStandIn.start(cluster, SystemFailureTest::fate);
    client = cluster.client();
  }

  private static Fate fate(Container container) {
    return switch (container.getImage()) {
      case "crashes" -> new Fate.Crashes(3, "opening the database\nno database\n");
      case "absent" -> new Fate.NotPulled("manifest unknown");
      default -> new Fate.Runs();
    };
  }

  @AfterEach
  void clean() {
    run("application-remove", "demo", "--force");
    run("application-delete", "demo", "--force");
  }

  @AfterAll
  void stop() {
    client.close();
    nodes.close();
    cluster.close();
  }

  @Test
  void aChartWhosePodsRunBecomesApplied() throws IOException {
    upload(demo("1.0-1", "runs"));

    SystemRun applied = run("application-apply", "demo");

    assertThat(applied.code()).as(applied.err()).isZero();
    assertThat(applied.err()).endsWith("demo: applied: completed\n");
    assertThat(run("application-show", "demo", "--why").out())
        .isEqualTo("No operation on demo has failed since one succeeded.\n");
  }

  @Test
  void aChartWhosePodsCrashFailsAtItsTimeoutAndTheCauseIsTold() throws IOException {
    upload(demo("1.0-1", "crashes"));

    SystemRun failed = run("application-apply", "demo");

    assertThat(failed.code()).isEqualTo(1);
    assertThat(show("status")).isEqualTo("apply-failed");
    SystemRun why = run("application-show", "demo", "--why");
    assertThat(why.code()).isZero();
    assertThat(why.out())
        .startsWith("demo: application-apply of version 1.0-1 failed at ")
        .contains("Failed to apply helm release \"demo\": ")
        .contains("Wrong on the cluster now:\n")
        .contains("Deployment demo-space/demo-demo\n")
        .contains("Available=False (MinimumReplicasUnavailable): ")
        .contains("Pod demo-space/demo-demo-")
        .contains("container c: CrashLoopBackOff: ")
        .contains("ended with exit code 3 (Error), 3 restarts\n")
        .contains("event BackOff: Back-off restarting failed container c")
        .contains("last lines of container c:\n    opening the database\n    no database\n")
        .endsWith("/log/demo.log\n");
  }

  @Test
  void anImageThatCannotBePulledIsTold() throws IOException {
    upload(demo("1.0-1", "absent"));
    run("application-apply", "demo");

    JsonNode why =
        new ObjectMapper()
            .readTree(run("application-show", "demo", "--why", "--format", "json").out());

    assertThat(why.path("operation").asText()).isEqualTo("apply");
    assertThat(why.path("symptoms_of").asText()).isEqualTo("now");
    assertThat(why.path("symptoms").findValuesAsText("object")).hasSize(2);
    assertThat(why.path("symptoms").get(1).path("conditions").get(0).asText())
        .startsWith("container c: ImagePullBackOff: Back-off pulling image \"absent\"");
    assertThat(why.path("symptoms").get(1).path("events").get(0).asText())
        .isEqualTo("Failed: Failed to pull image \"absent\": manifest unknown");
  }

  @Test
  void podsThatTheServerRefusesToMakeAreTold() throws IOException {
    upload(
        demo("1.0-1", "runs")
            .chart(
                "templates/quota.yaml",
                """
                apiVersion: v1
                kind: ResourceQuota
                metadata: {name: none}
                spec: {hard: {pods: "0"}}
                """));
    run("application-apply", "demo");

    assertThat(run("application-show", "demo", "--why").out())
        .contains("ReplicaFailure=True (FailedCreate): ")
        .contains("exceeded quota: none");
  }

  @Test
  void anUpdateThatFailsIsUndoneAndItsCauseIsToldAfterwards() throws IOException {
    upload(demo("1.0-1", "runs"));
    assertThat(run("application-apply", "demo").code()).isZero();

    SystemRun updated =
        run("application-update", demo("2.0-1", "crashes").write(directory).toString());

    assertThat(updated.code()).isEqualTo(1);
    assertThat(show("status")).isEqualTo("applied");
    assertThat(show("app_version")).isEqualTo("1.0-1");
    assertThat(
            client
                .apps()
                .deployments()
                .inNamespace("demo-space")
                .withName("demo-demo")
                .get()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage())
        .isEqualTo("runs");
    assertThat(run("application-show", "demo", "--why").out())
        .contains("application-update of version 2.0-1 failed at ")
        .contains("the status is applied now\n")
        .contains("Wrong on the cluster then:\n")
        .contains("container c: CrashLoopBackOff: ")
        .contains("no database\n");
    assertThat(run("application-apply", "demo").code()).isZero();
    assertThat(run("application-show", "demo", "--why").out()).startsWith("No operation on demo");
  }

  @Test
  void aHookThatFailsIsTold() throws IOException {
    upload(
        demo("1.0-1", "runs")
            .chart(
                "templates/hook.yaml",
                """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: prepare, annotations: {helm.sh/hook: pre-install}}
                spec:
                  backoffLimit: 0
                  template:
                    metadata: {labels: {job: prepare}}
                    spec: {restartPolicy: Never, containers: [{name: c, image: crashes}]}
                """));
    run("application-apply", "demo");

    assertThat(show("status")).isEqualTo("apply-failed");
    assertThat(run("application-show", "demo", "--why").out())
        .contains("Job demo-space/prepare\n")
        .contains("Failed=True (BackoffLimitExceeded): ")
        .contains("no database\n");
  }

  private static DemoTarball demo(String version, String image) {
    return new DemoTarball()
        .file(
            "metadata.yaml",
            """
            app_name: demo
            app_version: "%s"
            supported_k8s_version: {minimum: "1.24.4"}
            """
                .formatted(version))
        .release("timeout: 6s")
        .chart(
            "values.yaml",
            "{image: {repository: %s, tag: a}, deploy: true, data: {}}".formatted(image));
  }

  private void upload(DemoTarball tarball) throws IOException {
    SystemRun uploaded = run("application-upload", tarball.write(directory).toString());
    assertThat(uploaded.code()).as(uploaded.err()).isZero();
  }

  private SystemRun run(String... arguments) {
    return SystemRun.of(cluster.kubeconfig(), directory.resolve("state"), arguments);
  }

  private String show(String column) {
    return SystemRun.show(cluster.kubeconfig(), directory.resolve("state"), column);
  }
}
