/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.cli.system.RestTarget.Answer;
import io.starlingx.portieris.framework.rest.RequestLimits;
import io.starlingx.portieris.testbed.ControlPlane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The REST API on a real API server: lives of applications. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestServerTest {

  private static final RequestLimits SMALL =
      new RequestLimits(64 << 10, 1 << 10, Duration.ofSeconds(20), Duration.ofMinutes(1), 20);
  private static final String NO_VALUES = "{\"values\": {}}";
  private static final String CHART = "/v1/helm_charts/demo?name=demo&namespace=demo-space";

  private final ControlPlane controlPlane;
  private final KubernetesClient client;
  @TempDir Path directory;
  private RestTarget target;

  RestServerTest(@TempDir Path cluster) {
    controlPlane = ControlPlane.start(cluster);
    client = controlPlane.client();
  }

  @BeforeEach
  void start() throws Exception {
    target = RestTarget.start(controlPlane.kubeconfig(), state(), SMALL);
  }

  @AfterEach
  void end() {
    target.close();
    SystemRun.of(controlPlane.kubeconfig(), state(), "application-remove", "demo", "--force");
  }

  @AfterAll
  void stop() {
    client.close();
    controlPlane.close();
  }

  @Test
  void uploadsOverridesAppliesRemovesAndDeletes() throws Exception {
    Answer uploaded = target.upload("demo-1.0-1.tgz", new DemoTarball().bytes());
    assertThat(uploaded.status()).as(uploaded.body().toString()).isEqualTo(200);
    assertThat(uploaded.body().path("status").asText()).isEqualTo("uploading");
    target.await("demo: uploaded");

    assertThat(
            target
                .patch(
                    CHART,
                    "{\"flag\": \"reset\", \"values\": {\"files\": [], \"set\": [\"data.user=007\"]}}")
                .status())
        .isEqualTo(200);
    assertThat(
            target
                .patch("/v1/apps/demo?directive=apply", "{\"values\": {\"client_side\": false}}")
                .body()
                .path("status")
                .asText())
        .isEqualTo("applying");
    target.await("demo: Applying app demo. Chart demo applied. Overall completion: 100%");
    target.await("demo: applied");

    assertThat(configMap()).containsEntry("user", "007").containsEntry("static", "s");
    assertThat(target.get("/v1/apps/demo").body().path("progress").asText()).isEqualTo("completed");
    assertThat(SystemRun.show(controlPlane.kubeconfig(), state(), "active")).isEqualTo("True");

    assertThat(target.patch("/v1/apps/demo?directive=remove&force=False", NO_VALUES).status())
        .isEqualTo(200);
    target.await("demo: uploaded");
    Answer deleted = target.send("DELETE", "/v1/apps/demo?force=False", "");
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.type()).isEqualTo("None");
    assertThat(target.get("/v1/apps").body().path("apps")).isEmpty();
    try (Stream<Path> trees = Files.list(state().resolve("trees"))) {
      assertThat(trees).isEmpty();
    }
  }

  @Test
  void ofManyAppliesAtOnceOneIsAccepted() throws Exception {
    upload(new DemoTarball().release("timeout: 10s"));
    // Its pods never run, so that it does not end before everybody has asked.
    target.patch(CHART, "{\"values\": {\"set\": [\"deploy=true\"]}}");

    List<Answer> answers = new ArrayList<>();
    try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
      List<Future<Answer>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        calls.add(clients.submit(() -> target.patch("/v1/apps/demo?directive=apply", NO_VALUES)));
      }
      for (Future<Answer> call : calls) {
        answers.add(call.get());
      }
    }

    List<Answer> refused = answers.stream().filter(a -> a.status() == 400).toList();
    assertThat(answers).filteredOn(a -> a.status() == 200).hasSize(1);
    assertThat(refused).hasSize(7);
    for (Answer answer : refused) {
      assertThat(answer.fault())
          .isEqualTo("Application-apply rejected: install/update is already in progress.");
    }
    target.await("demo: apply-failed");
  }

  @Test
  void anAbortedApplyFails() throws Exception {
    upload(new DemoTarball().release("timeout: 10s"));
    target.patch(CHART, "{\"values\": {\"set\": [\"deploy=true\"]}}");
    target.patch("/v1/apps/demo?directive=apply", NO_VALUES);
    target.await("demo: Applying app demo. Overall completion: 0%");

    Answer aborted = target.patch("/v1/apps/demo?directive=abort", NO_VALUES);

    assertThat(aborted.status()).isEqualTo(200);
    assertThat(aborted.body().path("status").asText()).isEqualTo("applying");
    target.await("demo: apply-failed");
    assertThat(target.get("/v1/apps/demo").body().path("progress").asText())
        .isEqualTo("operation aborted by user");
    assertThat(target.patch("/v1/apps/demo?directive=abort", NO_VALUES).fault())
        .isEqualTo(
            "Application-abort rejected: operation is not allowed while the current status is"
                + " apply-failed.");
    target.patch(CHART, "{\"flag\": \"reset\"}");
    target.patch("/v1/apps/demo?directive=apply", NO_VALUES);
    target.await("demo: applied");
  }

  @Test
  void appliesAgainOnDemand() throws Exception {
    upload(new DemoTarball().file("metadata.yaml", DemoTarball.REAPPLIED_ON_DEMAND));
    target.patch("/v1/apps/demo?directive=apply", NO_VALUES);
    target.await("demo: applied");

    Answer changed =
        target.patch(
            CHART,
            "{\"flags\": {\"reset_values\": true, \"reapply\": true}, \"values\": {\"set\": [\"data.user=x\"]}}");

    assertThat(changed.status()).as(changed.body().toString()).isEqualTo(200);
    target.await("demo: applied");
    assertThat(configMap()).containsEntry("user", "x");
  }

  @Test
  void takesAFileOfTheServerWhereNoneIsSent() throws Exception {
    Path tarball = new DemoTarball().write(directory);

    Answer answer = target.send("POST", "/v1/apps", "{\"tarfile\": \"%s\"}".formatted(tarball));

    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    target.await("demo: uploaded");
    Path none = directory.resolve("none.tgz");
    assertThat(target.send("POST", "/v1/apps", "{\"tarfile\": \"%s\"}".formatted(none)).fault())
        .isEqualTo(
            "Application-upload rejected: application tar file " + none + " does not exist.");
  }

  @Test
  void keepsTheUsersValuesWhenAnAttributeChanges() throws Exception {
    upload(new DemoTarball());
    target.patch(CHART, "{\"values\": {\"set\": [\"a=1\"]}}");

    Answer changed =
        target.patch(
            CHART, "{\"flags\": {}, \"values\": {}, \"attributes\": {\"enabled\": \"false\"}}");

    assertThat(changed.body().path("attributes").path("enabled").asBoolean(true)).isFalse();
    Answer shown = target.get(CHART);
    assertThat(shown.body().path("attributes").asText()).isEqualTo("enabled: false\n");
    assertThat(shown.body().path("user_overrides").asText()).isEqualTo("a: \"1\"\n");
  }

  @Test
  void theOtherWaysToAskForApplications() throws Exception {
    upload(new DemoTarball());

    assertThat(target.get("/v1/apps/get_all_apps_by_status?status=uploaded").body()).hasSize(1);
    assertThat(target.get("/v1/apps/get_all_apps_by_status?status=applied").body()).isEmpty();
    assertThat(target.get("/v1/apps/kube_app_get_by_id?id=1").body().path("name").asText())
        .isEqualTo("demo");
    assertThat(target.get("/v1/apps/kube_app_get_by_id?id=77").status()).isEqualTo(404);
    assertThat(target.get("/v1/apps/get_apps_update_status").body().path("failed_apps")).isEmpty();
  }

  private void upload(DemoTarball tarball) throws Exception {
    Answer answer = target.upload("demo.tgz", tarball.bytes());
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    target.await("demo: uploaded");
  }

  private Map<String, String> configMap() {
    return client.configMaps().inNamespace("demo-space").withName("demo-demo").get().getData();
  }

  private Path state() {
    return directory.resolve("state");
  }
}
