/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.migrate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.webhook.crd.PolicyKind;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cluster's objects, read page by page and never written. Secrets are read one by one. */
final class ClusterView {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PAGE = 500;

  private final KubernetesClient client;
  private final Map<String, Optional<Map<String, byte[]>>> secrets = new HashMap<>();
  private final Map<String, List<String>> serviceAccounts = new HashMap<>();

  ClusterView(KubernetesClient client) {
    this.client = client;
  }

  /** Every object that runs pods, or makes them. */
  List<RunningWorkload> workloads() throws IOException {
    List<RunningWorkload> workloads = new ArrayList<>();
    for (WorkloadKind kind : WorkloadKind.values()) {
      list(kind.path()).forEach(object -> workloads.add(new RunningWorkload(kind, object)));
    }
    return workloads;
  }

  /** Every policy of a kind, with its kind, in the order in which the API server lists them. */
  List<JsonNode> policies(PolicyKind kind) throws IOException {
    String path = "/apis/" + PolicyKind.GROUP + "/" + PolicyKind.VERSION + "/" + kind.plural();
    List<JsonNode> policies = list(path);
    policies.forEach(policy -> ((ObjectNode) policy).put("kind", kind.kind()));
    return policies;
  }

  /** Groups, other than Kubernetes' own, that serve a resource of one of these names. */
  List<String> foreignResources() throws IOException {
    List<String> found = new ArrayList<>();
    for (JsonNode group : read("/apis").path("groups")) {
      String name = group.path("name").asText();
      if (name.equals("apps") || name.equals("batch") || name.equals("extensions")) {
        continue;
      }
      JsonNode resources =
          read("/apis/" + group.at("/preferredVersion/groupVersion").asText()).path("resources");
      for (WorkloadKind kind : WorkloadKind.values()) {
        for (JsonNode resource : resources) {
          boolean same = resource.path("name").asText().equals(kind.resource());
          if (same && resource.path("verbs").toString().contains("\"create\"")) {
            found.add(kind.resource() + "." + name);
          }
        }
      }
    }
    return found;
  }

  /** Decoded entries of a Secret; empty when there is none. */
  Optional<Map<String, byte[]>> secret(String namespace, String name) throws IOException {
    String key = namespace + "/" + name;
    Optional<Map<String, byte[]>> known = secrets.get(key);
    if (known == null) {
      known = find(namespace, "secrets", name).map(ClusterView::data);
      secrets.put(key, known);
    }
    return known;
  }

  /** Names of the pull Secrets that a service account lists. */
  List<String> pullSecrets(String namespace, String serviceAccount) throws IOException {
    String key = namespace + "/" + serviceAccount;
    List<String> known = serviceAccounts.get(key);
    if (known == null) {
      List<String> names = new ArrayList<>();
      find(namespace, "serviceaccounts", serviceAccount)
          .ifPresent(
              account ->
                  account
                      .path("imagePullSecrets")
                      .forEach(secret -> names.add(secret.path("name").asText(""))));
      known = names;
      serviceAccounts.put(key, known);
    }
    return known;
  }

  private static Map<String, byte[]> data(JsonNode secret) {
    Map<String, byte[]> data = new HashMap<>();
    secret
        .path("data")
        .properties()
        .forEach(
            entry ->
                data.put(entry.getKey(), Base64.getDecoder().decode(entry.getValue().asText(""))));
    return data;
  }

  private Optional<JsonNode> find(String namespace, String resource, String name)
      throws IOException {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    return answer("/api/v1/namespaces/" + word(namespace) + "/" + resource + "/" + word(name));
  }

  private List<JsonNode> list(String path) throws IOException {
    List<JsonNode> items = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = read(path + "?limit=" + PAGE + (next.isEmpty() ? "" : "&continue=" + next));
      page.path("items").forEach(items::add);
      next = word(page.at("/metadata/continue").asText(""));
    } while (!next.isEmpty());
    return items;
  }

  private static String word(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private JsonNode read(String path) throws IOException {
    return answer(path).orElseThrow(() -> new IOException("the cluster does not serve " + path));
  }

  private Optional<JsonNode> answer(String path) throws IOException {
    try {
      String body = client.raw(path);
      return body == null ? Optional.empty() : Optional.of(JSON.readTree(body));
    } catch (JsonProcessingException e) {
      throw new IOException("the answer to " + path + " is not JSON", e);
    } catch (KubernetesClientException e) {
      throw new IOException("the cluster could not be read: " + e.getMessage(), e);
    }
  }
}
