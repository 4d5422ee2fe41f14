/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.testbed.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one state, some of them killed, on a real API server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SystemProcessTest {

  private static final long LIMIT_SECONDS = 120;

  private final ControlPlane cluster;
  private final KubernetesClient client;
  @TempDir Path directory;

  SystemProcessTest(@TempDir Path controlPlane) {
    cluster = ControlPlane.start(controlPlane);
    client = cluster.client();
  }

  @AfterAll
  void stop() {
    client.close();
    cluster.close();
  }

  @Test
  void aKilledWorkerLosesNothingAndTheNextApplySucceeds() throws Exception {
    Path state = directory.resolve("killed");
    run(state, "application-upload", tarball());
    run(state, "helm-override-update", "demo", "demo", "demo-space", "--set", "deploy=true");
    SystemRun accepted = run(state, "application-apply", "demo", "--no-wait");
    assertThat(accepted.code()).as(accepted.err()).isZero();
    assertThat(accepted.out()).contains("| status        | applying");
    awaitPendingRelease();
    assertThat(run(state, "application-apply", "demo").err())
        .isEqualTo("Application-apply rejected: install/update is already in progress.\n");

    ProcessHandle worker = workers(state).getFirst();
    worker.destroyForcibly();
    worker.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);

    assertThat(show(state, "status")).isEqualTo("apply-failed");
    assertThat(show(state, "progress"))
        .isEqualTo(
            "Unexpected process termination while application-apply was in progress. The"
                + " application status has changed from 'applying' to 'apply-failed'.");
    run(state, "helm-override-delete", "demo", "demo", "demo-space");
    SystemRun again = run(state, "application-apply", "demo");
    assertThat(again.code()).as(again.err()).isZero();
    run(state, "application-remove", "demo");
  }

  @Test
  void aWorkerGoesOnWhenItsParentHasEnded() throws Exception {
    Path state = directory.resolve("detached");
    run(state, "application-upload", tarball());

    Process parent = start(state, "application-apply", "demo", "--no-wait");
    assertThat(parent.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(parent.exitValue()).isZero();

    client
        .configMaps()
        .inNamespace("demo-space")
        .withName("demo-demo")
        .waitUntilCondition(map -> map != null, LIMIT_SECONDS, TimeUnit.SECONDS);
    for (ProcessHandle worker : workers(state)) {
      worker.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
    assertThat(show(state, "status")).isEqualTo("applied");
    run(state, "application-remove", "demo");
  }

  @Test
  void anAbortEndsTheApplyOfAnotherProcessThatWaitsForPods() throws Exception {
    Path state = directory.resolve("aborted");
    run(
        state,
        "application-upload",
        new DemoTarball().release("timeout: 10m").write(directory).toString());
    run(state, "helm-override-update", "demo", "demo", "demo-space", "--set", "deploy=true");
    run(state, "application-apply", "demo", "--no-wait");
    awaitPendingRelease();
    ProcessHandle worker = workers(state).getFirst();

    SystemRun aborted = run(state, "application-abort", "demo");

    assertThat(aborted.out())
        .isEqualTo(
            "Application abort request has been accepted. If the previous operation has not"
                + " completed/failed, it will be cancelled shortly.\n");
    worker.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    assertThat(show(state, "status")).isEqualTo("apply-failed");
    assertThat(show(state, "progress")).isEqualTo("operation aborted by user");
    assertThat(run(state, "application-abort", "demo").err())
        .isEqualTo(
            "Application-abort rejected: operation is not allowed while the current status is"
                + " apply-failed.\n");
    run(state, "helm-override-delete", "demo", "demo", "demo-space");
    SystemRun again = run(state, "application-apply", "demo");
    assertThat(again.code()).as(again.err()).isZero();
    run(state, "application-remove", "demo");
  }

  @Test
  void aSignalAbortsInOrderAndTellsWhatToDo() throws Exception {
    Path state = directory.resolve("interrupted");
    run(
        state,
        "application-upload",
        new DemoTarball().release("timeout: 10m").write(directory).toString());
    run(state, "helm-override-update", "demo", "demo", "demo-space", "--set", "deploy=true");
    Process apply = start(state, "application-apply", "demo");
    awaitPendingRelease();

    apply.destroy();

    assertThat(apply.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(apply.exitValue()).isOne();
    assertThat(Files.readString(directory.resolve("processes.log")))
        .contains("demo: interrupted: applying is being aborted; what is installed by then stays.")
        .contains("demo: apply-failed: operation aborted by user\n")
        .contains("Apply it again to go on, or remove it to take away what is installed of it.\n")
        .doesNotContain("context canceled");
    assertThat(show(state, "status")).isEqualTo("apply-failed");
    assertThat(releases()).noneMatch(SystemProcessTest::isPending);
    run(state, "application-remove", "demo");
  }

  private List<Secret> releases() {
    return client
        .secrets()
        .inNamespace("demo-space")
        .withLabel("name", "demo-demo")
        .list()
        .getItems();
  }

  @Test
  void ofTwoUploadsAtOnceOneIsAccepted() throws Exception {
    Path state = directory.resolve("two");
    String tarball = tarball();
    Process first = start(state, "application-upload", tarball);
    Process second = start(state, "application-upload", tarball);

    assertThat(first.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(second.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();

    assertThat(List.of(first.exitValue(), second.exitValue())).containsExactlyInAnyOrder(0, 1);
    assertThat(show(state, "status")).isEqualTo("uploaded");
    assertThat(Files.readString(directory.resolve("processes.log")))
        .contains("Application-upload rejected: application demo already exists.");
  }

  private void awaitPendingRelease() {
    client
        .secrets()
        .inNamespace("demo-space")
        .withLabel("name", "demo-demo")
        .informOnCondition(SystemProcessTest::isPending)
        .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  private static boolean isPending(List<Secret> releases) {
    return releases.stream().anyMatch(SystemProcessTest::isPending);
  }

  private static boolean isPending(Secret release) {
    return release.getMetadata().getLabels().getOrDefault("status", "").startsWith("pending-");
  }

  /** The processes that have operations under way. */
  private static List<ProcessHandle> workers(Path state) throws SQLException {
    List<ProcessHandle> workers = new ArrayList<>();
    try (Connection store =
            DriverManager.getConnection("jdbc:sqlite:" + state.resolve("system.db"));
        Statement statement = store.createStatement();
        ResultSet rows = statement.executeQuery("SELECT owner_pid FROM operation")) {
      while (rows.next()) {
        ProcessHandle.of(rows.getLong(1)).ifPresent(workers::add);
      }
    }
    return workers;
  }

  /** Starts the program as a process of its own, as a shell does. */
  private Process start(Path state, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.starlingx.portieris.cli.Main",
                "system",
                "--kubeconfig=" + cluster.kubeconfig(),
                "--state-dir=" + state));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(
            ProcessBuilder.Redirect.appendTo(directory.resolve("processes.log").toFile()))
        .start();
  }

  private String tarball() throws IOException {
    return new DemoTarball().write(directory).toString();
  }

  private SystemRun run(Path state, String... arguments) {
    return SystemRun.of(cluster.kubeconfig(), state, arguments);
  }

  private String show(Path state, String column) {
    return SystemRun.show(cluster.kubeconfig(), state, column);
  }
}
