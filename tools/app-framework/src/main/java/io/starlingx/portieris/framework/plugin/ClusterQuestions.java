/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.starlingx.portieris.framework.cluster.Cluster;
import io.starlingx.portieris.framework.helm.HelmFailure;
import io.starlingx.portieris.framework.helm.HelmReleases;
import io.starlingx.portieris.framework.manifest.ManifestException;
import io.starlingx.portieris.framework.manifest.YamlFile;
import io.starlingx.portieris.framework.view.YamlText;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Answers with the cluster at hand. Requests to the API server are sent from here, so that the
 * plugin's process has no credentials; only one that wants to start {@code kubectl} itself asks for
 * the kubeconfig file, and is then told where it is.
 */
final class ClusterQuestions implements PluginQuestions {

  private static final int LONGEST_SECONDS = 60;

  /**
   * No file: many operators name the kubeconfig file wherever they are called, and use it in hooks
   * that may change the cluster.
   */
  private static final String WITHHELD = "kubeconfig-that-checks-are-not-given";

  private final Cluster cluster;
  private final boolean isReadOnly;
  private final Consumer<String> log;
  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param isReadOnly whether the plugin may only look: chart plugins and checks change nothing
   * @param log hears of everything that is not only a look
   */
  ClusterQuestions(Cluster cluster, boolean isReadOnly, Consumer<String> log) {
    this.cluster = cluster;
    this.isReadOnly = isReadOnly;
    this.log = log;
  }

  @Override
  public JsonNode answer(String question, JsonNode details) throws UnansweredException {
    return switch (question) {
      case "kubernetes" -> kubernetes(details);
      case "kubeconfig" -> kubeconfig();
      case "uninstall" -> uninstall(details);
      case "yaml_load" -> load(details.path("text").asText());
      case "yaml_dump" -> dump(details);
      case "registry_credentials" ->
          throw new UnansweredException("there is no registry of the platform here");
      default -> throw new UnansweredException("unknown question: " + question);
    };
  }

  private JsonNode kubernetes(JsonNode details) throws UnansweredException {
    String method = details.path("method").asText();
    String path = details.path("path").asText();
    if (!path.startsWith("/") || path.contains("/../") || path.contains("\\")) {
      throw new UnansweredException(path + " is no path of the API server");
    }
    if (!method.equals("GET")) {
      refuseToChange(method + " " + path);
      log.accept("plugin: " + method + " " + path);
    }
    String base = cluster.client().getMasterUrl().toString().replaceAll("/$", "");
    HttpClient http = cluster.client().getHttpClient();
    HttpRequest.Builder request =
        http.newHttpRequestBuilder()
            .uri(URI.create(base + path))
            .timeout(LONGEST_SECONDS, TimeUnit.SECONDS);
    if (details.path("body").isTextual()) {
      request.method(
          method,
          details.path("content_type").asText("application/json"),
          details.path("body").asText());
    } else {
      request.method(method, null, null);
    }
    try {
      HttpResponse<String> answer =
          http.sendAsync(request.build(), String.class).get(LONGEST_SECONDS, TimeUnit.SECONDS);
      return json.createObjectNode()
          .put("status", answer.code())
          .put("reason", answer.message())
          .put("body", answer.bodyString());
    } catch (ExecutionException | TimeoutException | java.io.IOException e) {
      throw new UnansweredException("the API server does not answer: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnansweredException("interrupted");
    }
  }

  private JsonNode kubeconfig() {
    if (isReadOnly) {
      return TextNode.valueOf(WITHHELD);
    }
    log.accept("plugin: asks for the kubeconfig file");
    return TextNode.valueOf(cluster.kubeconfig().toString());
  }

  private JsonNode uninstall(JsonNode details) throws UnansweredException {
    String release = details.path("release").asText();
    refuseToChange("to remove the release " + release);
    log.accept("plugin: removes the release " + release);
    try {
      new HelmReleases(cluster).remove(release, details.path("namespace").asText());
      return NullNode.getInstance();
    } catch (HelmFailure e) {
      throw new UnansweredException(String.valueOf(e.getMessage()));
    }
  }

  private void refuseToChange(String what) throws UnansweredException {
    if (isReadOnly) {
      throw new UnansweredException(
          "a chart plugin or a check may look and not change, and asks for: " + what);
    }
  }

  private JsonNode load(String text) throws UnansweredException {
    try {
      return json.valueToTree(YamlFile.documents(text));
    } catch (ManifestException e) {
      throw new UnansweredException(String.valueOf(e.getMessage()));
    }
  }

  private JsonNode dump(JsonNode details) {
    Object value = json.convertValue(details.path("value"), Object.class);
    return TextNode.valueOf(
        details.path("flow").asBoolean() ? YamlText.flow(value) : YamlText.block(value));
  }
}
