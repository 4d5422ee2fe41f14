/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.framework.EngineChoice;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Charts with Jobs that are no hooks, installed by Helm within this program as by Flux. */
@ExtendWith(SharedCluster.class)
class SystemJobsTest {

  private final RunningCluster cluster;
  private final Path directory;
  private final SystemClient system;

  SystemJobsTest(RunningCluster cluster, @TempDir Path directory) {
    this.cluster = cluster;
    this.directory = directory;
    this.system = cluster.system(directory, EngineChoice.HELM);
  }

  @AfterEach
  void clean() {
    system.discard("demo");
  }

  @Test
  void anApplyWaitsUntilTheyAreComplete() throws IOException {
    upload(job("runs"));

    SystemRun applied = system.run("application-apply", "demo");

    assertThat(applied.code()).as(applied.err()).isZero();
    assertThat(
            cluster
                .client()
                .batch()
                .v1()
                .jobs()
                .inNamespace("demo-space")
                .withName("work")
                .require()
                .getStatus()
                .getSucceeded())
        .isOne();
  }

  @Test
  void oneThatFailsFailsTheApplyAndTheRelease() throws IOException {
    upload(job("crashes"));

    system.run("application-apply", "demo");

    assertThat(system.show("demo", "status")).isEqualTo("apply-failed");
    assertThat(system.show("demo", "progress"))
        .startsWith("Failed to apply helm release \"demo\": Job demo-space/work has failed: ");
    assertThat(
            cluster
                .client()
                .secrets()
                .inNamespace("demo-space")
                .withLabel("name", "demo-demo")
                .list()
                .getItems())
        .extracting(secret -> secret.getMetadata().getLabels().get("status"))
        .containsExactly("failed");
    assertThat(system.why("demo")).contains("Job demo-space/work\n").contains("no database\n");
  }

  @Test
  void theHelmReleaseMaySayThatNobodyWaitsForThem() throws IOException {
    upload(job("crashes").release("install: {disableWaitForJobs: true}"));

    assertThat(system.run("application-apply", "demo").code()).isZero();
  }

  private void upload(DemoTarball tarball) throws IOException {
    system.upload(tarball.write(directory));
  }

  private static DemoTarball job(String image) {
    return new DemoTarball()
        .chart(
            "templates/job.yaml",
            """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: work}
            spec:
              backoffLimit: 0
              template:
                spec: {restartPolicy: Never, containers: [{name: c, image: %s}]}
            """
                .formatted(image));
  }
}
