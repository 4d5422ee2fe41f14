/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.testbed.ControlPlane;
import io.starlingx.portieris.testbed.KeyPairFiles;
import io.starlingx.portieris.testbed.TestAuthority;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServeCommandTest {

  private static final long LIMIT_SECONDS = 120;
  private static final String TOKEN = "a-token-of-the-tests";

  @TempDir Path directory;

  /** What needs a cluster. */
  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class Serving {

    private final ControlPlane controlPlane;

    Serving(@TempDir Path cluster) {
      controlPlane = ControlPlane.start(cluster);
    }

    @AfterAll
    void stop() {
      controlPlane.close();
    }

    @Test
    void printsARandomTokenOnceAndEndsInOrder() throws Exception {
      try (Served served = serve()) {
        String token = served.line("Token (not shown again): ");
        assertThat(served.line("Try: "))
            .isEqualTo(
                "system --os-auth-token %s --system-url %s application-list"
                    .formatted(token, served.url));

        assertThat(served.get(HttpClient.newHttpClient(), token)).isEqualTo(200);
        assertThat(served.get(HttpClient.newHttpClient(), TOKEN)).isEqualTo(401);
        assertThat(served.end()).isZero();
        assertThatThrownBy(() -> served.get(HttpClient.newHttpClient(), token))
            .isInstanceOf(ConnectException.class);
      }
    }

    @Test
    void doesNotPrintATokenThatWasGiven() throws Exception {
      Path file = tokenFile("rw-------");
      try (Served served = serve("--token-file", file.toString())) {
        assertThat(served.line("Try: ")).contains("\"$(cat " + file + ")\"").doesNotContain(TOKEN);
        assertThat(served.get(HttpClient.newHttpClient(), TOKEN)).isEqualTo(200);
      }
    }

    @Test
    void listensEverywhereWithTls() throws Exception {
      TestAuthority authority = TestAuthority.create(directory.resolve("ca"));
      KeyPairFiles pair = authority.serverFiles("server");
      try (Served served =
          serve(
              "--listen=0.0.0.0",
              "--token-file=" + tokenFile("rw-------"),
              "--tls-cert=" + pair.certificate(),
              "--tls-key=" + pair.key())) {
        assertThat(served.url).startsWith("https://0.0.0.0:");
        HttpClient client = HttpClient.newBuilder().sslContext(authority.clientContext()).build();
        assertThat(served.get(client, TOKEN)).isEqualTo(200);
      }
    }

    @Test
    void tellsOfAPortThatIsTaken() throws Exception {
      try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        SystemRun run =
            SystemRun.of(
                controlPlane.kubeconfig(),
                directory.resolve("state"),
                "serve",
                "--port=" + taken.getLocalPort());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
            .isEqualTo(
                "cannot listen on 127.0.0.1 port %d: Address already in use\n"
                    .formatted(taken.getLocalPort()));
      }
    }

    @Test
    void whatAKilledServerLeavesIsSettledByTheNextCommand() throws Exception {
      Process process = start("--token-file=" + tokenFile("rw-------"));
      try (BufferedReader out = process.inputReader()) {
        String url = out.readLine().replace("Serving at ", "");
        SystemRun.of(
            controlPlane.kubeconfig(),
            directory.resolve("state"),
            "application-upload",
            new DemoTarball().write(directory).toString());
        SystemRun.of(
            controlPlane.kubeconfig(),
            directory.resolve("state"),
            "helm-override-update",
            "demo",
            "demo",
            "demo-space",
            "--set",
            "deploy=true");
        HttpRequest apply =
            HttpRequest.newBuilder(URI.create(url + "/v1/apps/demo?directive=apply"))
                .method("PATCH", BodyPublishers.ofString("{\"values\": {}}"))
                .header("X-Auth-Token", TOKEN)
                .header("Content-Type", "application/json")
                .build();
        assertThat(HttpClient.newHttpClient().send(apply, BodyHandlers.discarding()).statusCode())
            .isEqualTo(200);
      } finally {
        process.destroyForcibly();
      }
      process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);

      assertThat(show("status")).isEqualTo("apply-failed");
      assertThat(show("progress"))
          .isEqualTo(
              "Unexpected process termination while application-apply was in progress. The"
                  + " application status has changed from 'applying' to 'apply-failed'.");
    }

    private String show(String column) {
      return SystemRun.show(controlPlane.kubeconfig(), directory.resolve("state"), column);
    }

    @Test
    void aSignalEndsTheProcess() throws Exception {
      Process process = start();
      try (BufferedReader out = process.inputReader()) {
        assertThat(out.readLine()).startsWith("Serving at http://127.0.0.1:");

        process.destroy();

        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
      } finally {
        process.destroyForcibly();
      }
    }

    /** Helm's engine runs within the process, and brings signal handlers of its own. */
    @Test
    void aSignalEndsTheProcessAfterHelmHasRunInIt() throws Exception {
      Process process = start("--token-file=" + tokenFile("rw-------"));
      try (BufferedReader out = process.inputReader()) {
        String url = out.readLine().replace("Serving at ", "");
        SystemRun.of(
            controlPlane.kubeconfig(),
            directory.resolve("state"),
            "application-upload",
            new DemoTarball().write(directory).toString());
        HttpRequest change =
            HttpRequest.newBuilder(
                    URI.create(url + "/v1/helm_charts/demo?name=demo&namespace=demo-space"))
                .method("PATCH", BodyPublishers.ofString("{\"values\": {\"set\": [\"a=1\"]}}"))
                .header("X-Auth-Token", TOKEN)
                .header("Content-Type", "application/json")
                .build();
        assertThat(HttpClient.newHttpClient().send(change, BodyHandlers.discarding()).statusCode())
            .isEqualTo(200);

        process.destroy();

        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
      } finally {
        process.destroyForcibly();
      }
    }

    private Process start(String... options) throws IOException {
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  "io.starlingx.portieris.cli.Main"));
      command.addAll(arguments(options));
      return new ProcessBuilder(command)
          .redirectError(directory.resolve("serve.log").toFile())
          .start();
    }

    private Served serve(String... options) throws IOException {
      return new Served(arguments(options));
    }

    private List<String> arguments(String... options) {
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "system",
                  "--kubeconfig=" + controlPlane.kubeconfig(),
                  "--state-dir=" + directory.resolve("state"),
                  "serve",
                  "--port=0"));
      arguments.addAll(List.of(options));
      return arguments;
    }
  }

  /** The command, run by a thread until it is interrupted. */
  private static final class Served implements AutoCloseable {
    private final CompletableFuture<Integer> code = new CompletableFuture<>();
    private final BufferedReader out;
    private final Thread thread;
    private final String url;

    Served(List<String> arguments) throws IOException {
      PipedWriter pipe = new PipedWriter();
      out = new BufferedReader(new PipedReader(pipe));
      thread =
          Thread.ofPlatform()
              .start(
                  () ->
                      code.complete(
                          SystemRun.root(
                                  Map.of(),
                                  "",
                                  new PrintWriter(pipe, true),
                                  new PrintWriter(Writer.nullWriter()))
                              .execute(arguments.toArray(String[]::new))));
      url = line("Serving at ");
    }

    String line(String start) throws IOException {
      String line = out.readLine();
      assertThat(line).startsWith(start);
      return line.substring(start.length());
    }

    int get(HttpClient client, String token) throws IOException, InterruptedException {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(url.replace("0.0.0.0", "127.0.0.1") + "/v1/apps"))
                  .header("X-Auth-Token", token)
                  .build(),
              BodyHandlers.discarding())
          .statusCode();
    }

    int end() {
      thread.interrupt();
      return code.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
      end();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
  void refusesAnAddressThatOthersReachWithoutTls(String address) {
    SystemRun run = serveWithoutCluster("--listen=" + address);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("that needs TLS, give --tls-cert and --tls-key");
    assertThat(directory.resolve("state")).doesNotExist();
  }

  @Test
  void refusesHalfAKeyPairAndFilesThatHoldNone() throws IOException {
    Path file = Files.writeString(directory.resolve("x.pem"), "x");

    assertThat(serveWithoutCluster("--tls-cert=" + file).err())
        .isEqualTo("--tls-cert and --tls-key go together: give both or none\n");
    assertThat(serveWithoutCluster("--tls-cert=" + file, "--tls-key=" + file).err())
        .isEqualTo(file + " holds no certificate in PEM\n");
    Path none = directory.resolve("none.pem");
    assertThat(serveWithoutCluster("--tls-cert=" + none, "--tls-key=" + none).err())
        .isEqualTo(none + " does not exist\n");
  }

  @Test
  void refusesATokenFileThatOthersCanRead() throws IOException {
    SystemRun run = serveWithoutCluster("--token-file=" + tokenFile("rw-r--r--"));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("run: chmod 600").doesNotContain(TOKEN);
    assertThat(serveWithoutCluster("--token-file=" + directory.resolve("none")).err())
        .isEqualTo(directory.resolve("none") + " does not exist\n");
  }

  private SystemRun serveWithoutCluster(String... options) {
    List<String> arguments = new ArrayList<>(List.of("serve"));
    arguments.addAll(List.of(options));
    return SystemRun.of(
        directory.resolve("no-kubeconfig"),
        directory.resolve("state"),
        arguments.toArray(String[]::new));
  }

  private Path tokenFile(String permissions) throws IOException {
    Path file = Files.writeString(directory.resolve("token"), TOKEN + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}
