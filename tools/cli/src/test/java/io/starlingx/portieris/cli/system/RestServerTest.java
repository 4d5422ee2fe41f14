/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.cli.system.RestTarget.Answer;
import io.starlingx.portieris.framework.rest.RequestLimits;
import io.starlingx.portieris.testbed.ControlPlane;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The REST API on a real API server: lives of applications, and requests of people who mean harm.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestServerTest {

  private static final RequestLimits SMALL = limits(Duration.ofSeconds(20));
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
    assertThat(trees()).isEmpty();
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "wrong",
        "a-token-of-the-test",
        "a-token-of-the-testsx",
        "A-TOKEN-OF-THE-TESTS"
      })
  void rejectsAMissingOrWrongToken(String token) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(target.uri("/v1/apps"));
    Answer answer =
        target.send((token.isEmpty() ? request : request.header("X-Auth-Token", token)).build());

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.fault()).contains("requires authentication").doesNotContain("a-token");
  }

  @Test
  void rejectsASecondTokenAndOneInTheQuery() throws Exception {
    assertThat(
            target
                .send(
                    HttpRequest.newBuilder(target.uri("/v1/apps"))
                        .header("X-Auth-Token", "wrong")
                        .header("X-Auth-Token", RestTarget.TOKEN)
                        .build())
                .status())
        .isEqualTo(401);
    assertThat(
            target
                .send(
                    HttpRequest.newBuilder(target.uri("/v1/apps?X-Auth-Token=" + RestTarget.TOKEN))
                        .build())
                .status())
        .isEqualTo(401);
  }

  @Test
  void readsNoBodyBeforeTheToken() throws IOException {
    String answer =
        raw(
            "POST /v1/apps HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Content-Length: 1000000\r\n\r\n{");

    assertThat(answer)
        .startsWith("HTTP/1.1 401 ")
        .contains("WWW-Authenticate: X-Auth-Token realm=\"system\"\r\n");
  }

  @Test
  void aClientThatSendsItsWholeBodyFirstStillHearsOfItsWrongToken() throws Exception {
    try (RestTarget standard = RestTarget.start(controlPlane.kubeconfig(), state());
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), standard.uri("/").getPort())) {
      byte[] block = " ".repeat(1 << 20).getBytes(US_ASCII);
      OutputStream out = socket.getOutputStream();
      out.write(
          "POST /v1/apps HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"
              .formatted(30 * block.length)
              .getBytes(US_ASCII));
      for (int i = 0; i < 30; i++) {
        out.write(block);
      }

      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 401 ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/apps/..%2f..%2fetc%2fpasswd",
        "/v1/apps/%2e%2e/%2e%2e/etc/passwd",
        "/v1/apps/..;/x",
        "/v1/apps/%00",
        "/v1/apps/a%zz",
        "/v1/apps/a%ff",
        "/v1/apps/demo/log",
        "//v1//apps/../../x",
        "/v1/helm_charts/../apps/..",
        "/etc/passwd"
      })
  void findsNothingUnderPathsThatLeadElsewhere(String path) throws IOException {
    String answer =
        raw(
            "GET %s HTTP/1.1\r\nHost: x\r\nX-Auth-Token: %s\r\nConnection: close\r\n\r\n"
                .formatted(path, RestTarget.TOKEN));

    assertThat(answer).containsPattern("^HTTP/1.1 40[04] ").contains("\"error_message\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a;touch x.tgz",
        "$(touch x).tgz",
        "`id`.tgz",
        "a b.tgz",
        "-rf.tgz",
        "a'b.tgz",
        "..tgz",
        "a\\nb.tgz",
        "\\u0000.tgz",
        "ä.tgz"
      })
  void rejectsTarballNamesThatAShellWouldRead(String name) throws Exception {
    Answer answer =
        target.send(
            "POST",
            "/v1/apps",
            "{\"tarfile\": \"/tmp/%s\", \"binary_data\": \"H4sI\"}".formatted(name));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.fault()).startsWith("Application-upload rejected: the name of the tar file");
    assertThat(trees()).isEmpty();
  }

  @Test
  void aNameOutOfTheTarballsDirectoryIsCutToItsEnd() throws Exception {
    Answer answer =
        target.send(
            "POST",
            "/v1/apps",
            "{\"tarfile\": \"../../../../tmp/evil.tgz\", \"binary_data\": \"AAAA\"}");

    assertThat(answer.fault())
        .matches(
            "Application-upload rejected: failed to extract tar file \\d{10}\\.\\d{6}-evil\\.tgz\\. .*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../evil", "a b", "", "$(id)"})
  void rejectsApplicationNamesThatAreNoFileNames(String name) throws Exception {
    byte[] tarball = new DemoTarball().file("metadata.yaml", "a: b\n").bytes();

    Answer answer =
        target.send(
            "POST",
            "/v1/apps",
            "{\"tarfile\": \"a.tgz\", \"name\": \"%s\", \"app_version\": \"1.0-1\", \"binary_data\": \"%s\"}"
                .formatted(name, Base64.getUrlEncoder().encodeToString(tarball)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.fault()).startsWith("Application-upload rejected: ");
    assertThat(target.get("/v1/apps").body().path("apps")).isEmpty();
  }

  @Test
  void doesNotFetchUrls() throws Exception {
    assertThat(target.send("POST", "/v1/apps", "{\"tarfile\": \"http://192.0.2.1/a.tgz\"}").fault())
        .isEqualTo(
            "Application-upload rejected: http://192.0.2.1/a.tgz is a URL; this server does not"
                + " fetch tarballs.");
  }

  @Test
  void rejectsBodiesThatAreTooLargeAnnouncedOrNot() throws Exception {
    String head =
        "POST /v1/apps HTTP/1.1\r\nHost: x\r\nX-Auth-Token: %s\r\nContent-Type: application/json\r\n"
            .formatted(RestTarget.TOKEN);
    assertThat(raw(head + "Content-Length: 99999999999\r\n\r\n{")).startsWith("HTTP/1.1 413 ");

    String chunk = "10000\r\n" + " ".repeat(0x10000) + "\r\n";
    assertThat(raw(head + "Transfer-Encoding: chunked\r\n\r\n" + chunk + chunk))
        .startsWith("HTTP/1.1 413 ");
    assertThat(
            target
                .patch(CHART, "{\"values\": {\"files\": [\"" + "a".repeat(2_000) + "\"]}}")
                .status())
        .isEqualTo(400);
  }

  @Test
  void aBodyThatStopsComingIsGivenUp() throws Exception {
    try (RestTarget hasty =
        RestTarget.start(controlPlane.kubeconfig(), state(), limits(Duration.ofSeconds(1)))) {
      String answer =
          raw(
              hasty,
              "POST /v1/apps HTTP/1.1\r\nHost: x\r\nX-Auth-Token: %s\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"tarfile\": "
                  .formatted(RestTarget.TOKEN));

      assertThat(answer).startsWith("HTTP/1.1 408 ").contains("did not arrive in time");
    }
    assertThat(trees()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded"
      })
  void rejectsOtherBodies(String type) throws Exception {
    Answer answer =
        target.send(
            HttpRequest.newBuilder(target.uri("/v1/apps"))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .header("X-Auth-Token", RestTarget.TOKEN)
                .header("Content-Type", type)
                .build());

    assertThat(answer.status()).isEqualTo(415);
  }

  @Test
  void rejectsOtherMethodsAndResources() throws Exception {
    assertThat(target.send("PUT", "/v1/apps/demo", "{}").status()).isEqualTo(405);
    assertThat(target.send("DELETE", "/v1/apps", "").status()).isEqualTo(405);
    assertThat(target.get("/v1/ihosts").status()).isEqualTo(404);
    assertThat(target.get("/").status()).isEqualTo(404);
    assertThat(target.send("POST", "/v1/apps/update", "{}").fault())
        .isEqualTo("Application-update rejected: tar file must be specified.");
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

  private List<Path> trees() throws IOException {
    if (!Files.exists(state().resolve("trees"))) {
      return List.of();
    }
    try (Stream<Path> trees = Files.list(state().resolve("trees"))) {
      return trees.toList();
    }
  }

  private static RequestLimits limits(Duration idle) {
    return new RequestLimits(64 << 10, 1 << 10, idle, Duration.ofMinutes(1), 20);
  }

  private String raw(String request) throws IOException {
    return raw(target, request);
  }

  /** Sends these bytes, and reads until the server closes. */
  private static String raw(RestTarget to, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), to.uri("/").getPort())) {
      socket.setSoTimeout(60_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(US_ASCII));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private Path state() {
    return directory.resolve("state");
  }
}
