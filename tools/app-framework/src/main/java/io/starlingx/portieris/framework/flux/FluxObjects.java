/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.flux;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.starlingx.portieris.framework.helm.ReleaseRequest;
import io.starlingx.portieris.framework.manifest.HelmRelease;
import io.starlingx.portieris.framework.manifest.ManifestException;
import io.starlingx.portieris.framework.manifest.YamlFile;
import io.starlingx.portieris.framework.override.ValueTrees;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The objects of an application's FluxCD manifests, as {@code kubectl apply -k} makes them of the
 * layout that the platform asks for: a repository, and per release a HelmRelease and the Secrets
 * with its values.
 */
final class FluxObjects {

  /** The value that makes Flux install an existing release again. */
  static final String TRIGGER = "reconcile_trigger";

  private static final Set<String> REPOSITORIES = Set.of("starlingx", "stx-platform");

  /** The field of a HelmRelease's {@code install} that says who computes objects. */
  static final String SERVER_SIDE_APPLY = "serverSideApply";

  private final URI repository;

  /**
   * @param repository where charts are, without the platform's path
   */
  FluxObjects(URI repository) {
    this.repository = repository;
  }

  /** Where the manifests of a release are. */
  static Path directory(HelmRelease release) {
    return release.staticOverrides().resolve("..").normalize();
  }

  /**
   * The HelmRepository, at this program's address in the place of the platform's.
   *
   * @throws ManifestException when its URL is none of the platform's
   */
  GenericKubernetesResource repository(HelmRelease release) throws ManifestException {
    Map<String, Object> document = new LinkedHashMap<>(repositoryDocument(release));
    Map<String, Object> spec = ValueTrees.mapping(document.get("spec"));
    String url = String.valueOf(spec.get("url"));
    String name = url.replaceFirst(".*/", "");
    if (!REPOSITORIES.contains(name)) {
      throw new ManifestException(
          "Repository " + url + " from " + repositoryFile(release) + " is not supported");
    }
    spec.put("url", repository + "/helm_charts/" + name);
    document.put("spec", spec);
    return object(document, repositoryNamespace(release));
  }

  /** The HelmRepository as the manifests have it. */
  static GenericKubernetesResource source(HelmRelease release) throws ManifestException {
    return object(repositoryDocument(release), repositoryNamespace(release));
  }

  /** The version of Flux's API that the HelmRepository asks for. */
  static String repositoryVersion(HelmRelease release) throws ManifestException {
    return String.valueOf(repositoryDocument(release).get("apiVersion"));
  }

  /** Where the release looks for its HelmRepository. */
  static String repositoryNamespace(HelmRelease release) throws ManifestException {
    Map<String, Object> reference =
        YamlFile.section(read(release), "spec", "chart", "spec", "sourceRef");
    String stated = YamlFile.text(reference, "namespace");
    return stated.isEmpty() ? release.namespace() : stated;
  }

  /** Whether a release on the cluster takes its chart from that HelmRepository. */
  static boolean isSourceOf(GenericKubernetesResource source, GenericKubernetesResource release) {
    Map<String, Object> reference =
        ValueTrees.mapping(release.get("spec", "chart", "spec", "sourceRef"));
    Object namespace = reference.getOrDefault("namespace", release.getMetadata().getNamespace());
    return source.getMetadata().getName().equals(reference.get("name"))
        && source.getMetadata().getNamespace().equals(namespace);
  }

  private static Map<String, Object> repositoryDocument(HelmRelease release)
      throws ManifestException {
    return YamlFile.read(repositoryFile(release));
  }

  private static Path repositoryFile(HelmRelease release) {
    return directory(release).resolve("../base/helmrepository.yaml").normalize();
  }

  /** The Secrets that the HelmRelease takes its values from. */
  List<Secret> secrets(ReleaseRequest request) throws ManifestException, IOException {
    HelmRelease release = request.release();
    Map<String, Object> spec = ValueTrees.mapping(read(release).get("spec"));
    Map<String, Map<String, String>> contents = new LinkedHashMap<>();
    for (Object source : spec.get("valuesFrom") instanceof List<?> list ? list : List.of()) {
      Map<String, Object> entry = ValueTrees.mapping(source);
      String key = String.valueOf(entry.getOrDefault("valuesKey", "values.yaml"));
      if (String.valueOf(entry.get("kind")).equals("Secret")) {
        Optional<Path> file = file(request, key);
        if (file.isPresent()) {
          contents
              .computeIfAbsent(String.valueOf(entry.get("name")), name -> new LinkedHashMap<>())
              .put(key, encoded(Files.readString(file.get())));
        }
      }
    }
    List<Secret> secrets = new ArrayList<>();
    contents.forEach(
        (name, data) ->
            secrets.add(
                new SecretBuilder()
                    .withNewMetadata()
                    .withName(name)
                    .withNamespace(release.namespace())
                    .endMetadata()
                    .withType("Opaque")
                    .withData(data)
                    .build()));
    return secrets;
  }

  private static Optional<Path> file(ReleaseRequest request, String key) {
    if (key.endsWith("static-overrides.yaml")) {
      return Optional.of(request.values().getFirst());
    }
    if (key.endsWith("system-overrides.yaml")) {
      return Optional.of(request.values().get(1));
    }
    return Optional.of(directory(request.release()).resolve(key).normalize())
        .filter(file -> file.startsWith(directory(request.release())))
        .filter(Files::isRegularFile);
  }

  /**
   * The HelmRelease.
   *
   * @param trigger a value that makes an existing release be installed again; empty for none
   * @param isClientSide whether objects of its chart are computed by Flux instead of the API server
   */
  GenericKubernetesResource release(
      ReleaseRequest request, Optional<String> trigger, boolean isClientSide)
      throws ManifestException {
    Map<String, Object> document = new LinkedHashMap<>(read(request.release()));
    Map<String, Object> spec = ValueTrees.mapping(document.get("spec"));
    spec.put("suspend", false);
    if (isClientSide) {
      Map<String, Object> install = ValueTrees.mapping(spec.get("install"));
      install.put(SERVER_SIDE_APPLY, false);
      spec.put("install", install);
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (Path file :
        request.values().subList(Math.min(2, request.values().size()), request.values().size())) {
      values = ValueTrees.merge(values, YamlFile.read(file));
    }
    if (trigger.isPresent()) {
      values.put(TRIGGER, trigger.get());
    }
    if (!values.isEmpty()) {
      spec.put("values", values);
    }
    document.put("spec", spec);
    return object(document, request.release().namespace());
  }

  /** Names of the Secrets of a release. */
  static List<String> secretNames(HelmRelease release) throws ManifestException {
    List<String> names = new ArrayList<>();
    Map<String, Object> spec = ValueTrees.mapping(read(release).get("spec"));
    for (Object source : spec.get("valuesFrom") instanceof List<?> list ? list : List.of()) {
      Map<String, Object> entry = ValueTrees.mapping(source);
      if (String.valueOf(entry.get("kind")).equals("Secret")) {
        names.add(String.valueOf(entry.get("name")));
      }
    }
    return names;
  }

  static Map<String, Object> read(HelmRelease release) throws ManifestException {
    return YamlFile.read(directory(release).resolve("helmrelease.yaml"));
  }

  private static GenericKubernetesResource object(Map<String, Object> document, String namespace) {
    GenericKubernetesResource object = new GenericKubernetesResource();
    object.setApiVersion(String.valueOf(document.get("apiVersion")));
    object.setKind(String.valueOf(document.get("kind")));
    Map<String, Object> metadata = ValueTrees.mapping(document.get("metadata"));
    ObjectMeta meta = new ObjectMeta();
    meta.setName(String.valueOf(metadata.get("name")));
    meta.setNamespace(namespace);
    meta.setLabels(texts(metadata.get("labels")));
    meta.setAnnotations(texts(metadata.get("annotations")));
    object.setMetadata(meta);
    object.setAdditionalProperty("spec", document.get("spec"));
    return object;
  }

  private static Map<String, String> texts(@Nullable Object value) {
    Map<String, String> texts = new LinkedHashMap<>();
    ValueTrees.mapping(value).forEach((key, text) -> texts.put(key, String.valueOf(text)));
    return texts;
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** For messages: kind, namespace and name. */
  static String text(HasMetadata object) {
    return object.getKind()
        + " "
        + object.getMetadata().getNamespace()
        + "/"
        + object.getMetadata().getName();
  }
}
