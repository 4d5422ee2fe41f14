/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Does what Flux's source-controller does: fetches charts from the HelmRepository, and keeps what
 * it has fetched of a version as long as the HelmChart is there.
 *
 * @see <a href="https://fluxcd.io/flux/components/source/helmcharts/">Flux, Helm Charts</a>
 */
final class ChartSource implements AutoCloseable {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String VERSION = "source.toolkit.fluxcd.io/v1";

  private final KubernetesClient client;
  private final Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> urls = new CopyOnWriteArrayList<>();

  ChartSource(KubernetesClient client, Path directory) {
    this.client = client;
    this.directory = directory;
  }

  /** Everything that was fetched. */
  List<String> urls() {
    return urls;
  }

  /** The archive of the release's chart. */
  Path fetch(ReleaseObject release) throws IOException, InterruptedException {
    JsonNode chart = release.spec().at("/chart/spec");
    String version = chart.path("version").asText();
    GenericKubernetesResource kept = chart(release).get();
    if (kept == null) {
      kept = client.resource(chart(release, chart)).create();
    }
    Path archive =
        Files.createDirectories(directory.resolve(kept.getMetadata().getUid()))
            .resolve(chart.path("chart").asText() + "-" + version + ".tgz");
    return Files.exists(archive) ? archive : Files.write(archive, download(release, chart));
  }

  void forget(ReleaseObject release) {
    chart(release).delete();
  }

  private byte[] download(ReleaseObject release, JsonNode chart)
      throws IOException, InterruptedException {
    GenericKubernetesResource repository =
        client
            .genericKubernetesResources(VERSION, "HelmRepository")
            .inNamespace(sourceNamespace(release))
            .withName(chart.at("/sourceRef/name").asText())
            .require();
    String url = YAML.<JsonNode>valueToTree(repository).at("/spec/url").asText();
    JsonNode index = YAML.readTree(get(url + "/index.yaml"));
    for (JsonNode entry : index.path("entries").path(chart.path("chart").asText())) {
      if (entry.path("version").equals(chart.path("version"))) {
        return get(url + "/" + entry.at("/urls/0").asText());
      }
    }
    throw new IOException("the repository has no version " + chart.path("version"));
  }

  private byte[] get(String url) throws IOException, InterruptedException {
    urls.add(url);
    var answer =
        http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException(url + " gives status " + answer.statusCode());
    }
    return answer.body();
  }

  private static String sourceNamespace(ReleaseObject release) {
    return release.spec().at("/chart/spec/sourceRef/namespace").asText(release.namespace());
  }

  private Resource<GenericKubernetesResource> chart(ReleaseObject release) {
    return client
        .genericKubernetesResources(VERSION, "HelmChart")
        .inNamespace(sourceNamespace(release))
        .withName(release.namespace() + "-" + release.name());
  }

  private static GenericKubernetesResource chart(ReleaseObject release, JsonNode chart) {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion(VERSION)
        .withKind("HelmChart")
        .withNewMetadata()
        .withName(release.namespace() + "-" + release.name())
        .withNamespace(sourceNamespace(release))
        .endMetadata()
        .addToAdditionalProperties(
            "spec",
            Map.of(
                "chart", chart.path("chart").asText(),
                "version", chart.path("version").asText(),
                "interval", "1m",
                "sourceRef",
                    Map.of("kind", "HelmRepository", "name", chart.at("/sourceRef/name").asText())))
        .build();
  }

  @Override
  public void close() {
    http.close();
  }
}
