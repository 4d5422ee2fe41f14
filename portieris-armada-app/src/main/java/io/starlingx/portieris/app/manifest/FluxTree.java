/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.manifest;

import io.starlingx.portieris.sysinv.overrides.BlockYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the FluxCD tree of an application that brings none of its own. Releases may be in several
 * namespaces; the chart repository is in that of the first.
 */
public final class FluxTree {

  private static final String KUSTOMIZE = "kustomize.config.k8s.io/v1beta1";

  /** Long enough for images that have to be pulled first. */
  private static final String TIMEOUT = "30m";

  private final FluxApi api;
  private final String repository;

  /**
   * @param repository the chart repository, {@code starlingx} or {@code stx-platform}
   */
  public FluxTree(FluxApi api, String repository) {
    this.api = api;
    this.repository = repository;
  }

  /**
   * Writes the tree.
   *
   * @param releases at least one, in the order in which they are listed
   * @param directory does not exist
   * @throws IOException when it cannot be written; what was written stays
   */
  public void write(List<ReleasePlan> releases, Path directory) throws IOException {
    String home = releases.getFirst().namespace();
    List<String> resources = new ArrayList<>(List.of("base"));
    for (ReleasePlan release : releases) {
      resources.add(release.chart());
      write(release, home, Files.createDirectories(directory.resolve(release.chart())));
    }
    Map<String, Object> root = new LinkedHashMap<>();
    if (releases.stream().allMatch(release -> release.namespace().equals(home))) {
      root.put("namespace", home);
    }
    root.put("resources", resources);
    Files.writeString(
        directory.resolve("kustomization.yaml"), yaml(KUSTOMIZE, "Kustomization", root));
    Path base = Files.createDirectories(directory.resolve("base"));
    Map<String, Object> kustomization = new LinkedHashMap<>();
    kustomization.put("namespace", home);
    kustomization.put("resources", List.of("helmrepository.yaml"));
    Files.writeString(
        base.resolve("kustomization.yaml"), yaml(KUSTOMIZE, "Kustomization", kustomization));
    Map<String, Object> source = new LinkedHashMap<>();
    source.put("metadata", Map.of("name", repository));
    // The platform replaces host and port.
    source.put(
        "spec",
        ordered("url", "http://192.168.206.1:8080/helm_charts/" + repository, "interval", "60m"));
    Files.writeString(
        base.resolve("helmrepository.yaml"), yaml(api.repository(), "HelmRepository", source));
  }

  private void write(ReleasePlan release, String home, Path directory) throws IOException {
    String fixed = release.chart() + "-static-overrides";
    String system = release.chart() + "-system-overrides";
    Path values = directory.resolve(fixed + ".yaml");
    if (release.staticOverrides().isPresent()) {
      Files.copy(release.staticOverrides().get(), values);
    } else {
      Files.createFile(values);
    }
    Files.writeString(
        directory.resolve(system + ".yaml"),
        "# Written by the platform: system overrides, then the user's.\n");
    Files.writeString(
        directory.resolve("helmrelease.yaml"),
        yaml(
            api.release(),
            "HelmRelease",
            ordered(
                "metadata",
                Map.of("name", release.chart()),
                "spec",
                spec(release, home, fixed, system))));
    Map<String, Object> kustomization = new LinkedHashMap<>();
    kustomization.put("namespace", release.namespace());
    kustomization.put("resources", List.of("helmrelease.yaml"));
    kustomization.put("secretGenerator", List.of(secret(fixed), secret(system)));
    kustomization.put("generatorOptions", Map.of("disableNameSuffixHash", true));
    Files.writeString(
        directory.resolve("kustomization.yaml"), yaml(KUSTOMIZE, "Kustomization", kustomization));
  }

  private Map<String, Object> spec(ReleasePlan release, String home, String fixed, String system) {
    Map<String, Object> source = ordered("kind", "HelmRepository", "name", repository);
    if (!release.namespace().equals(home)) {
      source.put("namespace", home);
    }
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("releaseName", release.releaseName());
    spec.put("interval", "5m");
    spec.put("timeout", release.timeout().orElse(TIMEOUT));
    spec.put(
        "chart",
        Map.of(
            "spec",
            ordered(
                "chart", release.chart(), "version", release.chartVersion(), "sourceRef", source)));
    spec.put("install", Map.of("crds", "CreateReplace"));
    spec.put("upgrade", Map.of("crds", "CreateReplace"));
    if (!release.dependsOn().isEmpty()) {
      spec.put(
          "dependsOn",
          release.dependsOn().stream()
              .map(key -> ordered("name", key.name(), "namespace", key.namespace()))
              .toList());
    }
    // Later ones win.
    spec.put("valuesFrom", List.of(values(fixed), values(system)));
    return spec;
  }

  private static Map<String, Object> values(String name) {
    Map<String, Object> values = ordered("kind", "Secret", "name", name);
    values.put("valuesKey", name + ".yaml");
    return values;
  }

  private static Map<String, Object> secret(String name) {
    return ordered("name", name, "files", List.of(name + ".yaml"));
  }

  private static String yaml(String apiVersion, String kind, Map<String, Object> content) {
    Map<String, Object> document = ordered("apiVersion", apiVersion, "kind", kind);
    document.putAll(content);
    return BlockYaml.write(document);
  }

  private static Map<String, Object> ordered(String first, Object one, String second, Object two) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(first, one);
    map.put(second, two);
    return map;
  }

  private static Map<String, Object> ordered(
      String first, Object one, String second, Object two, String third, Object three) {
    Map<String, Object> map = ordered(first, one, second, two);
    map.put(third, three);
    return map;
  }
}
