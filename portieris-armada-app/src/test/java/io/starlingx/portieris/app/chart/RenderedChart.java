/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import io.starlingx.portieris.app.archive.TemporaryDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The chart's objects as Helm's own engine renders them for release {@code portieris}. */
record RenderedChart(List<JsonNode> objects) {

  static final String NAMESPACE = "trust";
  private static final ObjectMapper JSON = new ObjectMapper();

  static Path root() {
    return Path.of(System.getProperty("portieris.root", ".")).toAbsolutePath().normalize();
  }

  static Path chart() {
    return root().resolve("charts/portieris");
  }

  static RenderedChart render(String values) {
    return render("portieris", values, "1.34.4");
  }

  static RenderedChart render(String release, String values, String kubernetes) {
    return render(release, values, kubernetes, Map.of());
  }

  /** Renders beside the given live objects, as {@link ChartCopy} takes them. */
  static RenderedChart render(
      String release, String values, String kubernetes, Map<String, String> live) {
    try (TemporaryDirectory directory = TemporaryDirectory.create("chart")) {
      TemplateCommand command =
          new Helm(ChartCopy.into(directory.path(), live))
              .template()
              .withName(release)
              .withNamespace(NAMESPACE)
              .withKubeVersion(kubernetes)
              .withValuesFile(Files.writeString(directory.path().resolve("values.yaml"), values));
      return new RenderedChart(documents(command.call()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The non-empty documents of a YAML stream. */
  static List<JsonNode> documents(String yaml) {
    Yaml reader = new Yaml(new SafeConstructor(new LoaderOptions()));
    return StreamSupport.stream(reader.loadAll(yaml).spliterator(), false)
        .filter(Objects::nonNull)
        .<JsonNode>map(JSON::valueToTree)
        .toList();
  }

  static JsonNode document(Path file) throws IOException {
    return documents(Files.readString(file)).getFirst();
  }

  Stream<JsonNode> ofKind(String kind) {
    return objects.stream().filter(object -> object.path("kind").asText().equals(kind));
  }

  Optional<JsonNode> find(String kind, String name) {
    return ofKind(kind).filter(o -> o.at("/metadata/name").asText().equals(name)).findFirst();
  }

  JsonNode get(String kind, String name) {
    return find(kind, name)
        .orElseThrow(() -> new AssertionError("no " + kind + " " + name + " in " + identities()));
  }

  JsonNode deployment() {
    return ofKind("Deployment").findFirst().orElseThrow();
  }

  JsonNode pod() {
    return deployment().at("/spec/template/spec");
  }

  JsonNode container() {
    return pod().at("/containers/0");
  }

  JsonNode webhook() {
    return get("MutatingWebhookConfiguration", "image-admission-config").at("/webhooks/0");
  }

  JsonNode config() {
    return documents(get("ConfigMap", "portieris-config").at("/data/webhook.yaml").asText())
        .getFirst();
  }

  /** {@code Kind [namespace/]name} of every object. */
  List<String> identities() {
    return objects.stream()
        .map(
            o ->
                o.path("kind").asText()
                    + " "
                    + (o.at("/metadata/namespace").isMissingNode()
                        ? ""
                        : o.at("/metadata/namespace").asText() + "/")
                    + o.at("/metadata/name").asText())
        .toList();
  }
}
