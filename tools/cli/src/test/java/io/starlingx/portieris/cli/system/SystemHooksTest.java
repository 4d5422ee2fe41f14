/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.starlingx.portieris.framework.EngineChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Charts with Jobs before and after their operations. */
@ExtendWith(SharedCluster.class)
class SystemHooksTest {

  private static final int LIMIT_SECONDS = 120;

  private final RunningCluster cluster;
  @TempDir Path directory;
  private SystemClient system;

  SystemHooksTest(RunningCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void begin() {
    system = cluster.system(directory, EngineChoice.HELM);
  }

  @AfterEach
  void clean() {
    system.discard("demo");
  }

  @Test
  void hooksOfEveryOperationRunByTheirWeights() throws IOException {
    DemoTarball demo = demo();
    hook(demo, "second", "pre-install", 5, "runs");
    hook(demo, "first", "pre-install", -5, "runs");
    hook(demo, "installed", "post-install", 0, "runs");
    hook(demo, "upgrade", "pre-upgrade", 0, "runs");
    hook(demo, "upgraded", "post-upgrade", 0, "runs");
    hook(demo, "removal", "pre-delete", 0, "runs");
    hook(demo, "removed", "post-delete", 0, "runs");
    system.upload(demo.write(directory));
    var all = cluster.client().batch().v1().jobs().inNamespace("demo-space");
    List<String> before =
        all.list().getItems().stream().map(job -> job.getMetadata().getName()).toList();
    Jobs jobs = new Jobs("removed");
    try (Watch _ = all.watch(jobs)) {
      system.succeeding("application-apply", "demo");
      system.override("demo", "demo", "demo-space", "data.c=other");
      system.succeeding("application-apply", "demo");
      system.succeeding("application-remove", "demo");
      jobs.last.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    }

    assertThat(jobs.made)
        .filteredOn(job -> !before.contains(job))
        .containsExactly(
            "first", "second", "installed", "upgrade", "upgraded", "removal", "removed");
  }

  @ParameterizedTest
  @EnumSource(names = {"HELM", "FLUX"})
  void aFailedHookBeforeAnUpgradeLeavesTheReleaseAndTheNextApplyRepairsIt(EngineChoice engine)
      throws IOException {
    system = cluster.system(directory, engine);
    DemoTarball demo = demo();
    hook(demo, "check", "pre-upgrade", 0, "{{ .Values.check }}");
    system.upload(demo.write(directory));
    system.succeeding("application-apply", "demo");
    system.override("demo", "demo", "demo-space", "check=crashes");
    system.override("demo", "demo", "demo-space", "data.c=new");

    SystemRun failed = system.run("application-apply", "demo");

    assertThat(failed.code()).isOne();
    assertThat(system.show("demo", "status")).isEqualTo("apply-failed");
    assertThat(data()).isEqualTo("s");
    assertThat(system.why("demo"))
        .contains("Job demo-space/check\n")
        .contains("Failed=True (BackoffLimitExceeded): ")
        .contains("no database\n");

    system.override("demo", "demo", "demo-space", "check=runs");
    system.succeeding("application-apply", "demo");
    assertThat(data()).isEqualTo("new");
  }

  @Test
  void aFailedHookAfterAnInstallFailsTheApply() throws IOException {
    DemoTarball demo = demo();
    hook(demo, "after", "post-install", 0, "crashes");
    system.upload(demo.write(directory));

    assertThat(system.run("application-apply", "demo").code()).isOne();

    assertThat(system.show("demo", "progress"))
        .startsWith("Failed to apply helm release \"demo\": ")
        .contains("post-install");
    assertThat(system.why("demo")).contains("Job demo-space/after\n").contains("no database\n");
  }

  private static DemoTarball demo() {
    return new DemoTarball()
        .release("timeout: 3m")
        .chart(
            "values.yaml",
            """
            image: {repository: runs, tag: a}
            deploy: true
            check: runs
            data: {c: c}
            """);
  }

  private static void hook(DemoTarball demo, String name, String hook, int weight, String image) {
    demo.chart(
        "templates/" + name + ".yaml",
        """
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: %s
          annotations: {helm.sh/hook: %s, helm.sh/hook-weight: "%d"}
        spec:
          backoffLimit: 0
          template:
            spec: {restartPolicy: Never, containers: [{name: c, image: %s}]}
        """
            .formatted(name, hook, weight, image));
  }

  private String data() {
    return cluster
        .client()
        .configMaps()
        .inNamespace("demo-space")
        .withName("demo-demo")
        .require()
        .getData()
        .getOrDefault("c", "");
  }

  /** The names of Jobs in the order in which they were made. */
  private static final class Jobs implements Watcher<Job> {
    private final List<String> made = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> last = new CompletableFuture<>();
    private final String lastName;

    Jobs(String lastName) {
      this.lastName = lastName;
    }

    @Override
    public void eventReceived(Action action, Job job) {
      if (action == Action.ADDED) {
        made.add(job.getMetadata().getName());
        if (job.getMetadata().getName().equals(lastName)) {
          last.complete(null);
        }
      }
    }

    @Override
    public void onClose(WatcherException cause) {}
  }
}
