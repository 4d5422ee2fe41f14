/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.cli.system.RestTarget.Answer;
import io.starlingx.portieris.testbed.ControlPlane;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every request that was recorded at the platform's own API, in the recorded order on a real store
 * and a real API server: the answers are the recorded ones.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestReplayTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern RECORD =
      Pattern.compile(
          "^## (.+?)  (GET|POST|PATCH|DELETE) (\\S+)\nHTTP (\\d+) (\\S+)\n(.*)$",
          Pattern.MULTILINE);

  private static final List<String> TIMES = List.of("created_at", "updated_at");

  /**
   * A request that is sent again.
   *
   * @param title of its record
   * @param before the state in which the platform was, as SQL; empty where the requests before led
   *     there
   * @param body what is sent
   */
  private record Step(String title, String before, String body) {}

  private record Recorded(String method, String path, int status, String type, JsonNode body) {}

  private final ControlPlane controlPlane;
  private final RestTarget target;
  private final Path state;
  private final Map<String, Recorded> records = new LinkedHashMap<>();

  RestReplayTest(@TempDir Path directory) throws Exception {
    controlPlane = ControlPlane.start(directory.resolve("cluster"));
    state = directory.resolve("state");
    target = RestTarget.start(controlPlane.kubeconfig(), state);
    for (MatchResult m : RECORD.matcher(recording()).results().toList()) {
      boolean isEmpty = m.group(6).equals("b''");
      records.put(
          m.group(1),
          new Recorded(
              m.group(2),
              m.group(3),
              Integer.parseInt(m.group(4)),
              m.group(5),
              isEmpty ? MissingNode.getInstance() : JSON.readTree(m.group(6))));
    }
  }

  @AfterAll
  void stop() {
    target.close();
    controlPlane.close();
  }

  @Test
  void everyRecordIsReplayed() throws IOException {
    assertThat(steps().stream().map(Step::title)).containsExactlyElementsOf(records.keySet());
  }

  /** One test, since each answer rests on the requests before it. */
  @Test
  void answersAsThePlatformDid() throws Exception {
    for (Step step : steps()) {
      replay(step);
    }
  }

  private void replay(Step step) throws Exception {
    Recorded recorded = Objects.requireNonNull(records.get(step.title));
    if (!step.before.isEmpty()) {
      sql("UPDATE application SET " + step.before);
    }

    Answer answer = target.send(recorded.method, recorded.path, step.body);

    assertThat(answer.status())
        .as(() -> step.title + ": " + answer.body())
        .isEqualTo(ours(step.title, recorded.status));
    assertThat(answer.type()).as(step.title).isEqualTo(recorded.type);
    assertThat(normalised(answer.body()))
        .as(step.title)
        .isEqualTo(normalised(ours(step.title, recorded.body)));
    switch (step.title) {
      case "upload (remote, base64)" -> target.await("portieris: uploaded");
      case "override list" ->
          target.patch(
              recorded.path.replace(
                  "/?app_name=portieris", "/portieris?name=portieris&namespace=portieris"),
              "{\"values\": {\"files\": [\"a: 1\"], \"set\": []}}");
      case "update" -> target.await("portieris: applied");
      case "apply" -> target.await("portieris: applied");
      case "update_all" -> target.await("update of all applications: completed");
      default -> {}
    }
  }

  private List<Step> steps() throws IOException {
    String applying = "status = 'applying', progress = NULL, active = 0";
    String upload =
        JSON.createObjectNode()
            .put("tarfile", "/tmp/portieris-24.09-44.tgz")
            .put("binary_data", Base64.getUrlEncoder().encodeToString(tarball("24.09-44")))
            .toString();
    return List.of(
        new Step("list empty", "", ""),
        new Step("show missing", "", ""),
        new Step("upload (remote, base64)", "", upload),
        new Step("upload again", "", upload),
        new Step(
            "upload bad base64",
            "",
            "{\"tarfile\": \"/tmp/p.tgz\", \"binary_data\": \"no base64\"}"),
        new Step("list", "status = 'uploading', progress = NULL, updated_at = NULL", ""),
        new Step("show", "", ""),
        new Step("apply while uploading", "", values("\"client_side\": false")),
        new Step("apply bad mode", "status = 'uploaded'", values("\"mode\": \"fast\"")),
        new Step("apply", "", values("\"client_side\": false")),
        new Step("apply while applying", applying, values("\"client_side\": false")),
        new Step("remove while applying", "", values("")),
        new Step("delete while applying", "", ""),
        new Step("abort", "", values("")),
        new Step("abort when applied", "status = 'applied'", values("")),
        new Step("unknown directive", "", values("")),
        new Step("apply missing app", "", values("")),
        new Step("update same version", "status = 'applied'", update("24.09-44", "")),
        new Step(
            "update bad reuse flag",
            "",
            update("24.09-45", ", \"reuse_user_overrides\": \"maybe\"")),
        new Step("update", "", update("24.09-45", ", \"reuse_user_overrides\": \"true\"")),
        new Step(
            "show while updating",
            "status = 'updating', progress = NULL, updated_at = NULL, active = 1",
            ""),
        new Step("override list", "", ""),
        new Step("override show", "status = 'applied'", ""),
        new Step("override update set", "", change("{\"reset_values\": true}", "x.y=2")),
        new Step("override update reuse only", "", change("{\"reuse_values\": true}", "x.y=2")),
        new Step("override set with comma", "", change("{\"reset_values\": true}", "a=1,b=2")),
        new Step(
            "override update old client (flag)",
            "",
            "{\"flag\": \"reset\", \"values\": {\"files\": [], \"set\": [\"a=1\"]}, \"attributes\": {}}"),
        new Step("attribute modify", "", attribute("enabled", "false")),
        new Step("attribute bogus", "", attribute("foo", "1")),
        new Step("override delete", "", ""),
        new Step("override show, no ns", "", ""),
        new Step("override show unknown chart", "", ""),
        new Step("override list unknown app", "", ""),
        new Step("delete", "status = 'uploaded', active = 0", ""),
        new Step("update_all", "", "{}"),
        new Step("update status", "", ""));
  }

  /** An older client, whose word the platform no longer knows, is understood here. */
  private static int ours(String title, int status) {
    return title.equals("override update old client (flag)") ? 200 : status;
  }

  /** Where the recorded answers hold what the recording's stand-in for Helm, or Python, said. */
  private static JsonNode ours(String title, JsonNode recorded) throws IOException {
    String user = "\"name\": \"portieris\", \"namespace\": \"portieris\", \"user_overrides\": ";
    return switch (title) {
      case "override show" ->
          ((ObjectNode) recorded).put("combined_overrides", "a: 1\nreplicaCount: 1\n");
      case "override update set" ->
          JSON.readTree("{" + user + "\"x:\\n  \\\"y\\\": \\\"2\\\"\\n\"}");
      case "override update old client (flag)" ->
          JSON.readTree("{" + user + "\"a: \\\"1\\\"\\n\"}");
      case "update status" -> ((ObjectNode) recorded).put("status", "completed");
      default -> recorded;
    };
  }

  /** Without times, upload stamps, and the details that both sides give in words of their own. */
  private static JsonNode normalised(JsonNode body) {
    if (body instanceof ObjectNode object) {
      TIMES.stream()
          .filter(time -> object.path(time).isTextual())
          .forEach(time -> object.put(time, "TIME"));
      if (object.has("error_message")) {
        object.put("error_message", fault(object.path("error_message").asText()));
      }
    }
    return body;
  }

  private static String fault(String message) {
    return message
        .replaceAll("\\s*:\\s*(?=[\"n])", ":")
        .replaceAll(",\\s*", ",")
        .replaceAll("\\d{10}\\.\\d{6}-", "STAMP-")
        .replaceAll("(p\\.tgz\\.) \\(.*\\)", "$1")
        .replaceAll("(zzz under Namespace portieris):.*?\"", "$1\"");
  }

  private static String values(String members) {
    return "{\"values\": {" + members + "}}";
  }

  private static String change(String flags, String argument) {
    return "{\"flags\": %s, \"values\": {\"files\": [], \"set\": [\"%s\"]}, \"attributes\": {}}"
        .formatted(flags, argument);
  }

  private static String attribute(String name, String value) {
    return "{\"flags\": {}, \"values\": {}, \"attributes\": {\"%s\": \"%s\"}}"
        .formatted(name, value);
  }

  /** The stock client names a file of the server. */
  private String update(String version, String more) throws IOException {
    Path file = state.resolveSibling("portieris-" + version + ".tgz");
    Files.write(file, tarball(version));
    return "{\"tarfile\": \"" + file + "\"" + more + "}";
  }

  private static byte[] tarball(String version) throws IOException {
    return new DemoTarball()
        .file(
            "metadata.yaml",
            """
            app_name: portieris
            app_version: "%s"
            supported_k8s_version: {minimum: "1.24.4"}
            """
                .formatted(version))
        .file("fluxcd-manifests/demo/kustomization.yaml", "namespace: portieris\n")
        .file(
            "fluxcd-manifests/demo/helmrelease.yaml",
            """
            apiVersion: helm.toolkit.fluxcd.io/v2
            kind: HelmRelease
            metadata: {name: portieris}
            spec:
              chart: {spec: {chart: demo, version: 1.0.0}}
              valuesFrom:
                - {kind: Secret, name: s, valuesKey: demo-static-overrides.yaml}
                - {kind: Secret, name: t, valuesKey: demo-system-overrides.yaml}
            """)
        .wheel("{\"portieris\": {\"portieris\": {\"replicaCount\": 1}}}")
        .bytes();
  }

  private static String recording() throws IOException {
    try (InputStream in = RestReplayTest.class.getResourceAsStream("/sysinv/api_probe.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    }
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + state.resolve("system.db"));
        Statement work = connection.createStatement()) {
      work.execute(statement);
    }
  }
}
