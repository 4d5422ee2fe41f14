/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.scan;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.webhook.review.RunningPod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;

/** The pods that have not ended, read page by page. */
final class RunningPods {

  private static final int PAGE = 100;
  private static final String NOT_ENDED =
      "fieldSelector=" + encoded("status.phase!=Succeeded,status.phase!=Failed");

  private final KubernetesClient client;
  private final ObjectMapper json = new ObjectMapper();
  private final List<String> namespaces;
  private final List<String> excluded;

  /**
   * Pods of these namespaces.
   *
   * @param namespaces empty for all
   * @param excluded even if named or meant by all
   */
  RunningPods(KubernetesClient client, List<String> namespaces, List<String> excluded) {
    this.client = requireNonNull(client, "client");
    this.namespaces = List.copyOf(namespaces);
    this.excluded = List.copyOf(excluded);
  }

  /**
   * Gives each pod to {@code visitor}, until that answers no.
   *
   * @throws KubernetesClientException when a page cannot be read
   */
  void forEach(Predicate<RunningPod> visitor) {
    if (namespaces.isEmpty()) {
      pages("/api/v1/pods", visitor);
      return;
    }
    for (String namespace : namespaces) {
      if (!pages("/api/v1/namespaces/" + encoded(namespace) + "/pods", visitor)) {
        return;
      }
    }
  }

  private boolean pages(String path, Predicate<RunningPod> visitor) {
    String next = "";
    do {
      JsonNode page = page(path, next);
      for (JsonNode object : page.path("items")) {
        boolean goOn =
            RunningPod.of(object)
                .filter(pod -> !excluded.contains(pod.namespace()))
                .map(visitor::test)
                .orElse(true);
        if (!goOn) {
          return false;
        }
      }
      next = page.path("metadata").path("continue").asText("");
    } while (!next.isEmpty());
    return true;
  }

  private JsonNode page(String path, String from) {
    String query = "?limit=" + PAGE + "&" + NOT_ENDED;
    String body = client.raw(path + query + (from.isEmpty() ? "" : "&continue=" + encoded(from)));
    try {
      return json.readTree(body == null ? "{}" : body);
    } catch (JsonProcessingException e) {
      throw new KubernetesClientException("the API server's answer is not JSON", e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
