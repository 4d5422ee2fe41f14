/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.starlingx.portieris.framework.ApplicationFramework;
import io.starlingx.portieris.framework.FrameworkSettings;
import io.starlingx.portieris.framework.cluster.Cluster;
import io.starlingx.portieris.framework.cluster.KubeConfigFile;
import io.starlingx.portieris.framework.rest.AccessToken;
import io.starlingx.portieris.framework.rest.RequestLimits;
import io.starlingx.portieris.framework.rest.RestServer;
import io.starlingx.portieris.framework.rest.ServerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A server of the REST API on a real cluster and store, and a client that speaks as the stock one.
 */
final class RestTarget implements AutoCloseable {

  static final String TOKEN = "a-token-of-the-tests";

  private static final long LIMIT_SECONDS = 120;
  private static final JsonMapper JSON = new JsonMapper();

  private final Cluster cluster;
  private final RestServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final BlockingQueue<String> journal = new LinkedBlockingQueue<>();

  /**
   * An answer.
   *
   * @param body a missing node where there was none
   */
  record Answer(int status, String type, JsonNode body) {

    /** The platform's error text, which is JSON within JSON. */
    String fault() throws IOException {
      return JSON.readTree(body.path("error_message").asText()).path("faultstring").asText();
    }
  }

  private RestTarget(Cluster cluster, RequestLimits limits, Path state) throws IOException {
    this.cluster = cluster;
    this.server =
        RestServer.start(
            new ServerSettings(InetAddress.getLoopbackAddress(), 0, Optional.empty(), limits),
            AccessToken.of(TOKEN),
            ApplicationFramework.open(
                state, InstantSource.system(), FrameworkSettings.PLAIN, () -> cluster),
            bundles(state),
            cluster,
            InstantSource.system(),
            journal::add);
  }

  /** The folder of what comes with the platform. */
  static Path bundles(Path state) {
    return state.resolveSibling("bundles");
  }

  static RestTarget start(Path kubeconfig, Path state, RequestLimits limits) throws Exception {
    Cluster cluster = Cluster.connect(KubeConfigFile.locate(Optional.of(kubeconfig), Map.of()));
    return new RestTarget(cluster, limits, state);
  }

  static RestTarget start(Path kubeconfig, Path state) throws Exception {
    return start(kubeconfig, state, RequestLimits.standard());
  }

  URI uri(String path) {
    return URI.create(server.url() + path);
  }

  /** Sends a request as the stock client does. */
  Answer send(String method, String path, String body) throws IOException {
    return send(
        HttpRequest.newBuilder(uri(path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .header("X-Auth-Token", TOKEN)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .build());
  }

  Answer send(HttpRequest request) throws IOException {
    try {
      HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
      return new Answer(
          answer.statusCode(),
          answer.headers().firstValue("Content-Type").orElse("None"),
          answer.body().length == 0
              ? MissingNode.getInstance()
              : JSON.readTree(new String(answer.body(), UTF_8)));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  Answer get(String path) throws IOException {
    return send("GET", path, "");
  }

  Answer patch(String path, String body) throws IOException {
    return send("PATCH", path, body);
  }

  Answer upload(String name, byte[] tarball) throws IOException {
    return send(
        "POST",
        "/v1/apps",
        JSON.createObjectNode()
            .put("tarfile", name)
            .put("binary_data", Base64.getUrlEncoder().encodeToString(tarball))
            .toString());
  }

  /** Waits until the server has told that, as the start of a line. */
  void await(String start) throws InterruptedException {
    String line = "";
    while (!line.startsWith(start)) {
      line = journal.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError("the server has not told: " + start);
      }
    }
  }

  @Override
  public void close() {
    server.close();
    client.close();
    cluster.close();
  }
}
