/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A HelmRelease as its controller reads it and writes its status. */
record ReleaseObject(KubernetesClient client, GenericKubernetesResource object) {

  static final String VERSION = "helm.toolkit.fluxcd.io/v2";
  static final String KIND = "HelmRelease";

  private static final YAMLMapper YAML = new YAMLMapper();

  /** The object as it is now. */
  static Optional<ReleaseObject> find(KubernetesClient client, GenericKubernetesResource seen) {
    return find(client, seen.getMetadata().getNamespace(), seen.getMetadata().getName());
  }

  private static Optional<ReleaseObject> find(
      KubernetesClient client, String namespace, String name) {
    return Optional.ofNullable(
            client
                .genericKubernetesResources(VERSION, KIND)
                .inNamespace(namespace)
                .withName(name)
                .get())
        .map(found -> new ReleaseObject(client, found));
  }

  String name() {
    return object.getMetadata().getName();
  }

  String namespace() {
    return object.getMetadata().getNamespace();
  }

  boolean isDeleted() {
    return object.getMetadata().getDeletionTimestamp() != null;
  }

  boolean isSuspended() {
    return spec().path("suspend").asBoolean();
  }

  JsonNode spec() {
    return YAML.<JsonNode>valueToTree(object).path("spec");
  }

  String releaseName() {
    return spec().path("releaseName").asText();
  }

  int timeoutSeconds() {
    String timeout = spec().path("timeout").asText("5m");
    return Math.toIntExact(Duration.parse("PT" + timeout).toSeconds());
  }

  /** What it depends on, as far as that exists. */
  List<ReleaseObject> dependencies() {
    return references()
        .flatMap(
            dependency ->
                find(
                    client,
                    dependency.path("namespace").asText(namespace()),
                    dependency.path("name").asText())
                    .stream())
        .toList();
  }

  private Stream<JsonNode> references() {
    return StreamSupport.stream(spec().path("dependsOn").spliterator(), false);
  }

  /** What depends on it. */
  List<ReleaseObject> dependents() {
    return client
        .genericKubernetesResources(VERSION, KIND)
        .inAnyNamespace()
        .list()
        .getItems()
        .stream()
        .map(found -> new ReleaseObject(client, found))
        .filter(
            other ->
                other
                    .references()
                    .anyMatch(
                        reference ->
                            reference.path("name").asText().equals(name())
                                && reference
                                    .path("namespace")
                                    .asText(other.namespace())
                                    .equals(namespace())))
        .toList();
  }

  boolean isReady() {
    JsonNode status = YAML.<JsonNode>valueToTree(object).path("status");
    return status.path("observedGeneration").asLong() == object.getMetadata().getGeneration()
        && status.at("/conditions/0/type").asText().equals("Ready")
        && status.at("/conditions/0/status").asText().equals("True");
  }

  /** Writes the values into files of the directory; later ones win. */
  List<Path> values(Path directory) throws IOException {
    Files.createDirectories(directory);
    List<Path> files = new ArrayList<>();
    for (JsonNode entry : spec().path("valuesFrom")) {
      Secret secret =
          client.secrets().inNamespace(namespace()).withName(entry.path("name").asText()).require();
      String data = secret.getData().getOrDefault(entry.path("valuesKey").asText(), "");
      Path file = directory.resolve(files.size() + ".yaml");
      files.add(Files.write(file, Base64.getDecoder().decode(data)));
    }
    JsonNode inline = spec().path("values");
    if (inline.isObject()) {
      files.add(Files.write(directory.resolve("inline.yaml"), YAML.writeValueAsBytes(inline)));
    }
    return files;
  }

  void finalizers(List<String> finalizers) {
    resource()
        .edit(
            found -> {
              found.getMetadata().setFinalizers(finalizers);
              return found;
            });
  }

  void reconciling(String message) {
    status(false, condition("Reconciling", "True", "Progressing", message));
  }

  void waitingFor(ReleaseObject dependency) {
    status(
        false,
        condition("Reconciling", "True", "Progressing", "Fulfilling prerequisites"),
        condition(
            "Ready",
            "False",
            "DependencyNotReady",
            "dependency '" + dependency + "' is not ready"));
  }

  void ready() {
    String message = "Helm install succeeded for release " + this;
    status(
        true,
        condition("Ready", "True", "InstallSucceeded", message),
        condition("Released", "True", "InstallSucceeded", message));
  }

  void failed(String message) {
    status(
        true,
        condition("Stalled", "True", "RetriesExceeded", "Failed to install after 1 attempt(s)"),
        condition("Ready", "False", "InstallFailed", message),
        condition("Released", "False", "InstallFailed", message));
  }

  private void status(boolean isObserved, Map<?, ?>... conditions) {
    resource()
        .editStatus(
            found -> {
              Map<?, ?> before = found.get("status") instanceof Map<?, ?> map ? map : Map.of();
              Object generation =
                  isObserved
                      ? object.getMetadata().getGeneration()
                      : before.get("observedGeneration") instanceof Number seen ? seen : -1;
              found.setAdditionalProperty(
                  "status",
                  Map.of("conditions", List.of(conditions), "observedGeneration", generation));
              return found;
            });
  }

  private static Map<String, Object> condition(
      String type, String status, String reason, String message) {
    return Map.of(
        "type", type,
        "status", status,
        "reason", reason,
        "message", message,
        "lastTransitionTime", "2026-11-26T00:00:00Z");
  }

  private Resource<GenericKubernetesResource> resource() {
    return client
        .genericKubernetesResources(VERSION, KIND)
        .inNamespace(namespace())
        .withName(name());
  }

  @Override
  public String toString() {
    return namespace() + "/" + name();
  }
}
