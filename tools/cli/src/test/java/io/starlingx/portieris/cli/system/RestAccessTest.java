/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.cli.system.RestTarget.Answer;
import io.starlingx.portieris.framework.rest.RequestLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to the REST API that are wrong, or of people who mean harm. */
@ExtendWith(SharedCluster.class)
class RestAccessTest {

  private static final String CHART = "/v1/helm_charts/demo?name=demo&namespace=demo-space";

  private final PlainCluster cluster;
  @TempDir Path directory;
  private RestTarget target;

  RestAccessTest(PlainCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void start() throws Exception {
    target = RestTarget.start(cluster.kubeconfig(), state(), limits(Duration.ofSeconds(20)));
  }

  @AfterEach
  void end() {
    target.close();
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
    try (RestTarget standard = RestTarget.start(cluster.kubeconfig(), state());
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
        RestTarget.start(cluster.kubeconfig(), state(), limits(Duration.ofSeconds(1)))) {
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
