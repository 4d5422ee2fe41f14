/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.UpgradeCommand;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Does for HelmReleases what Flux's source-controller and helm-controller do: fetches the chart
 * from the HelmRepository, takes the values from the Secrets in their order, installs with Helm,
 * and sets the conditions that helm-controller sets.
 *
 * @see <a href="https://fluxcd.io/flux/components/helm/helmreleases/">Flux, Helm Releases</a>
 */
final class HelmController
    implements ResourceEventHandler<GenericKubernetesResource>, AutoCloseable {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String FINALIZER = "finalizers.fluxcd.io";

  private final KubernetesClient client;
  private final Path kubeconfig;
  private final Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService worker = Executors.newSingleThreadExecutor();
  private final SharedIndexInformer<GenericKubernetesResource> informer;
  private final Map<String, String> failures = new ConcurrentHashMap<>();
  private final List<String> urls = new ArrayList<>();

  HelmController(KubernetesClient client, Path kubeconfig, Path directory) {
    this.client = client;
    this.kubeconfig = kubeconfig;
    this.directory = directory;
    this.informer =
        client
            .genericKubernetesResources("helm.toolkit.fluxcd.io/v2", "HelmRelease")
            .inAnyNamespace()
            .inform(this);
  }

  /** The next reconciliations of the release end with this message. */
  void failWith(String release, String message) {
    failures.put(release, message);
  }

  void succeed(String release) {
    failures.remove(release);
  }

  /** Everything that was fetched. */
  List<String> urls() {
    return urls;
  }

  @Override
  public void onAdd(GenericKubernetesResource release) {
    worker.execute(() -> reconcile(release));
  }

  @Override
  public void onUpdate(GenericKubernetesResource old, GenericKubernetesResource release) {
    boolean isChanged =
        !release.getMetadata().getGeneration().equals(old.getMetadata().getGeneration());
    if (isChanged || release.getMetadata().getDeletionTimestamp() != null) {
      worker.execute(() -> reconcile(release));
    }
  }

  @Override
  public void onDelete(GenericKubernetesResource release, boolean isUnknown) {}

  private void reconcile(GenericKubernetesResource seen) {
    GenericKubernetesResource release = at(seen).get();
    if (release == null) {
      return;
    }
    if (release.getMetadata().getDeletionTimestamp() != null) {
      Helm.uninstall(text(release, "releaseName"))
          .withNamespace(release.getMetadata().getNamespace())
          .withKubeConfig(kubeconfig)
          .ignoreNotFound()
          .call();
      finalizers(release, List.of());
      return;
    }
    finalizers(release, List.of(FINALIZER));
    status(release, condition("Reconciling", "True", "Progressing", "Running 'install' action"));
    String failure = failures.get(release.getMetadata().getName());
    try {
      if (failure == null) {
        install(release);
        status(
            release,
            condition("Ready", "True", "InstallSucceeded", "Helm install succeeded"),
            condition("Released", "True", "InstallSucceeded", "Helm install succeeded"));
        return;
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      failure = "Helm install failed for release: " + e.getMessage();
    }
    status(
        release,
        condition("Ready", "False", "InstallFailed", failure),
        condition("Released", "False", "InstallFailed", failure));
  }

  private void install(GenericKubernetesResource release) throws IOException, InterruptedException {
    Path chart = fetch(release);
    String name = text(release, "releaseName");
    String namespace = release.getMetadata().getNamespace();
    boolean exists =
        Helm.list().withNamespace(namespace).withKubeConfig(kubeconfig).call().stream()
            .anyMatch(found -> found.getName().equals(name));
    List<Path> values = values(release);
    if (exists) {
      UpgradeCommand upgrade =
          new Helm(chart)
              .upgrade()
              .withName(name)
              .withNamespace(namespace)
              .withKubeConfig(kubeconfig);
      values.forEach(upgrade::withValuesFile);
      upgrade.call();
    } else {
      InstallCommand install =
          new Helm(chart)
              .install()
              .withName(name)
              .withNamespace(namespace)
              .withKubeConfig(kubeconfig);
      values.forEach(install::withValuesFile);
      install.call();
    }
  }

  private Path fetch(GenericKubernetesResource release) throws IOException, InterruptedException {
    JsonNode chart = spec(release).at("/chart/spec");
    GenericKubernetesResource repository =
        client
            .genericKubernetesResources("source.toolkit.fluxcd.io/v1", "HelmRepository")
            .inNamespace(release.getMetadata().getNamespace())
            .withName(chart.at("/sourceRef/name").asText())
            .require();
    String url = text(repository, "url");
    JsonNode index = YAML.readTree(get(url + "/index.yaml"));
    for (JsonNode entry : index.path("entries").path(chart.path("chart").asText())) {
      if (entry.path("version").equals(chart.path("version"))) {
        String file = entry.at("/urls/0").asText();
        return Files.write(directory.resolve(file), get(url + "/" + file));
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

  private List<Path> values(GenericKubernetesResource release) throws IOException {
    List<Path> files = new ArrayList<>();
    for (JsonNode entry : spec(release).path("valuesFrom")) {
      Secret secret =
          client
              .secrets()
              .inNamespace(release.getMetadata().getNamespace())
              .withName(entry.path("name").asText())
              .require();
      Path file = directory.resolve(files.size() + ".yaml");
      String data = secret.getData().getOrDefault(entry.path("valuesKey").asText(), "");
      files.add(Files.write(file, Base64.getDecoder().decode(data)));
    }
    JsonNode inline = spec(release).path("values");
    if (inline.isObject()) {
      files.add(Files.write(directory.resolve("inline.yaml"), YAML.writeValueAsBytes(inline)));
    }
    return files;
  }

  private static JsonNode spec(GenericKubernetesResource object) {
    return YAML.<JsonNode>valueToTree(object).path("spec");
  }

  private static String text(GenericKubernetesResource release, String key) {
    return spec(release).path(key).asText();
  }

  private void finalizers(GenericKubernetesResource release, List<String> finalizers) {
    at(release)
        .edit(
            found -> {
              found.getMetadata().setFinalizers(finalizers);
              return found;
            });
  }

  private void status(GenericKubernetesResource release, Map<?, ?>... conditions) {
    at(release)
        .editStatus(
            found -> {
              found.setAdditionalProperty(
                  "status",
                  Map.of(
                      "conditions",
                      List.of(conditions),
                      "observedGeneration",
                      release.getMetadata().getGeneration()));
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

  private Resource<GenericKubernetesResource> at(GenericKubernetesResource release) {
    MixedOperation<
            GenericKubernetesResource,
            GenericKubernetesResourceList,
            Resource<GenericKubernetesResource>>
        all = client.genericKubernetesResources("helm.toolkit.fluxcd.io/v2", "HelmRelease");
    return all.inNamespace(release.getMetadata().getNamespace())
        .withName(release.getMetadata().getName());
  }

  @Override
  public void close() {
    informer.close();
    worker.close();
    http.close();
  }
}
