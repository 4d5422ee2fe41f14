/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the service accounts of a cluster have asked of its API server, those of its own controllers
 * left out. A restart of the API server begins no new log.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/">Auditing</a>
 */
public final class AuditLog {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      rules:
      - {level: None, userGroups: ["system:serviceaccounts:kube-system"]}
      - {level: Metadata, userGroups: ["system:serviceaccounts"]}
      - {level: None}
      """;

  private final Path policy;
  private final Path log;

  AuditLog(Path directory) {
    policy = directory.resolve("audit-policy.yaml");
    log = directory.resolve("audit.log");
  }

  /** What makes an API server write it. */
  List<String> arguments() {
    try {
      Files.writeString(policy, POLICY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of("--audit-policy-file=" + policy, "--audit-log-path=" + log);
  }

  /** Requests of one user, in the order in which they were answered; watches as they begin. */
  public List<AuditedRequest> requestsOf(String user) {
    try {
      String text = Files.exists(log) ? Files.readString(log) : "";
      // The last line may be on its way.
      return text.substring(0, text.lastIndexOf('\n') + 1)
          .lines()
          .map(AuditLog::event)
          .filter(event -> event.at("/user/username").asText().equals(user))
          .map(AuditLog::request)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode event(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AuditedRequest request(JsonNode event) {
    JsonNode object = event.path("objectRef");
    return new AuditedRequest(
        event.path("verb").asText(),
        object.isMissingNode() ? event.path("requestURI").asText() : resource(object),
        object.path("namespace").asText(),
        object.path("name").asText(),
        event.at("/responseStatus/code").asInt());
  }

  private static String resource(JsonNode object) {
    String group = object.path("apiGroup").asText();
    String subresource = object.path("subresource").asText();
    return (group.isEmpty() ? "" : group + "/")
        + object.path("resource").asText()
        + (subresource.isEmpty() ? "" : "/" + subresource);
  }
}
