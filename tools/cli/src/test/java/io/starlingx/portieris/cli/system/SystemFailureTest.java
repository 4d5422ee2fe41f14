/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.starlingx.portieris.framework.EngineChoice;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Applications whose pods do not do what they should, and what is told of them. */
@ExtendWith(SharedCluster.class)
class SystemFailureTest {

  private final RunningCluster cluster;
  @TempDir Path directory;
  private SystemClient system;

  SystemFailureTest(RunningCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void useHelm() {
    system = cluster.system(directory, EngineChoice.HELM);
  }

  @AfterEach
  void clean() {
    system.discard("demo");
  }

  @Test
  void aChartWhosePodsRunBecomesApplied() throws IOException {
    upload(demo("1.0-1", "runs"));

    SystemRun applied = system.run("application-apply", "demo");

    assertThat(applied.code()).as(applied.err()).isZero();
    assertThat(applied.err()).endsWith("demo: applied: completed\n");
    assertThat(system.why("demo"))
        .isEqualTo("No operation on demo has failed since one succeeded.\n");
  }

  @ParameterizedTest
  @EnumSource(names = {"HELM", "FLUX"})
  void aChartWhosePodsCrashFailsAtItsTimeoutAndTheCauseIsTold(EngineChoice engine)
      throws IOException {
    system = cluster.system(directory, engine);
    upload(demo("1.0-1", "crashes"));

    SystemRun failed = system.run("application-apply", "demo");

    assertThat(failed.code()).isEqualTo(1);
    assertThat(system.show("demo", "status")).isEqualTo("apply-failed");
    assertThat(system.show("demo", "progress"))
        .startsWith("Failed to apply helm release \"demo\": ");
    assertThat(system.why("demo"))
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
    system.run("application-apply", "demo");

    JsonNode why =
        new ObjectMapper()
            .readTree(system.run("application-show", "demo", "--why", "--format", "json").out());

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
            .release("timeout: 15s")
            .chart(
                "templates/quota.yaml",
                """
                apiVersion: v1
                kind: ResourceQuota
                metadata: {name: none}
                spec: {hard: {pods: "0"}}
                """));
    system.run("application-apply", "demo");

    assertThat(system.why("demo"))
        .contains("ReplicaFailure=True (FailedCreate): ")
        .contains("exceeded quota: none");
  }

  @ParameterizedTest
  @EnumSource(names = {"HELM", "FLUX"})
  void anUpdateThatFailsIsUndoneAndItsCauseIsToldAfterwards(EngineChoice engine)
      throws IOException {
    system = cluster.system(directory, engine);
    upload(demo("1.0-1", "runs"));
    system.override("demo", "demo", "demo-space", "data.user=mine");
    system.succeeding("application-apply", "demo");
    system.succeeding(
        "helm-chart-attribute-modify", "--enabled=true", "demo", "demo", "demo-space");
    String overrides = system.succeeding("helm-override-show", "demo", "demo", "demo-space").out();

    SystemRun updated =
        system.run(
            "application-update",
            demo("2.0-1", "crashes").write(directory).toString(),
            "--reuse-user-overrides=true");

    assertThat(updated.code()).as(updated.err()).isEqualTo(1);
    assertThat(system.show("demo", "status")).isEqualTo("applied");
    assertThat(system.show("demo", "app_version")).isEqualTo("1.0-1");
    assertThat(image()).isEqualTo("runs");
    assertThat(
            cluster
                .client()
                .configMaps()
                .inNamespace("demo-space")
                .withName("demo-demo")
                .require()
                .getData())
        .containsEntry("user", "mine");
    assertThat(system.succeeding("helm-override-show", "demo", "demo", "demo-space").out())
        .isEqualTo(overrides);
    assertThat(system.trees()).isOne();
    assertThat(system.why("demo"))
        .contains("application-update of version 2.0-1 failed at ")
        .contains("the status is applied now\n")
        .contains("Wrong on the cluster then:\n")
        .contains("container c: CrashLoopBackOff: ")
        .contains("no database\n");
    system.succeeding("application-apply", "demo");
    assertThat(system.why("demo")).startsWith("No operation on demo");
  }

  private String image() {
    return cluster
        .client()
        .apps()
        .deployments()
        .inNamespace("demo-space")
        .withName("demo-demo")
        .require()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .getImage();
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
    system.run("application-apply", "demo");

    assertThat(system.show("demo", "status")).isEqualTo("apply-failed");
    assertThat(system.why("demo"))
        .contains("Job demo-space/prepare\n")
        .contains("Failed=True (BackoffLimitExceeded): ")
        .contains("no database\n");
  }

  private static DemoTarball demo(String version, String image) {
    return new DemoTarball()
        .chartVersion(version.replace('-', '.'))
        .file(
            "metadata.yaml",
            """
            app_name: demo
            app_version: "%s"
            supported_k8s_version: {minimum: "1.24.4"}
            """
                .formatted(version))
        .release("timeout: " + (image.equals("runs") ? "3m" : "15s"))
        .chart(
            "values.yaml",
            "{image: {repository: %s, tag: a}, deploy: true, data: {}}".formatted(image));
  }

  private void upload(DemoTarball tarball) throws IOException {
    system.upload(tarball.write(directory));
  }
}
