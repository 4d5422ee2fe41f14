/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.manifest;

import io.starlingx.portieris.app.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Finds the HelmReleases of a staged FluxCD tree. */
public final class Releases {

  private Releases() {}

  /**
   * Reads {@code <directory>/helmrelease.yaml} of every directory, in the order in which the tree
   * lists them; one that lacks what the platform reads in it is added to the findings instead.
   *
   * @throws IOException when a file cannot be read
   */
  public static List<Release> read(Path fluxcd, List<Finding> findings) throws IOException {
    List<Path> files;
    List<String> order = resources(fluxcd.resolve("kustomization.yaml"));
    try (Stream<Path> entries = Files.list(fluxcd)) {
      files =
          entries
              .map(entry -> entry.resolve("helmrelease.yaml"))
              .filter(Files::isRegularFile)
              .sorted(Comparator.comparing(file -> place(order, fluxcd.relativize(file))))
              .toList();
    }
    List<Release> releases = new ArrayList<>();
    for (Path file : files) {
      String name = "fluxcd/" + fluxcd.relativize(file);
      Optional<Release> release = read(file);
      release.ifPresentOrElse(
          releases::add,
          () ->
              findings.add(
                  Finding.of(
                      name,
                      "needs metadata.name, spec.releaseName, spec.targetNamespace or the"
                          + " kustomization's namespace, spec.chart.spec.chart and .version, and"
                          + " one file *-static-overrides.yaml beside it")));
    }
    return releases;
  }

  private static List<String> resources(Path kustomization) throws IOException {
    Object document = Files.exists(kustomization) ? first(kustomization) : Map.of();
    return document instanceof Map<?, ?> map && map.get("resources") instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  /** Sorts by place in the list; what is not listed comes last, by name. */
  private static String place(List<String> order, Path release) {
    String directory = String.valueOf(release.getName(0));
    int index = order.indexOf(directory);
    return "%06d %s".formatted(index < 0 ? order.size() : index, directory);
  }

  private static Optional<Release> read(Path file) throws IOException {
    Object document = first(file);
    Optional<Path> overrides = staticOverrides(file.resolveSibling("."));
    Optional<String> namespace =
        text(document, "spec", "targetNamespace")
            .or(() -> text(document, "metadata", "namespace"))
            .or(() -> namespace(file.resolveSibling("kustomization.yaml")));
    Optional<String> name = text(document, "metadata", "name");
    Optional<String> releaseName = text(document, "spec", "releaseName");
    Optional<String> chart = text(document, "spec", "chart", "spec", "chart");
    Optional<String> version = text(document, "spec", "chart", "spec", "version");
    if (overrides.isEmpty()
        || namespace.isEmpty()
        || name.isEmpty()
        || releaseName.isEmpty()
        || chart.isEmpty()
        || version.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Release(
            name.get(),
            releaseName.get(),
            namespace.get(),
            chart.get(),
            version.get(),
            overrides.get()));
  }

  private static Optional<String> namespace(Path kustomization) {
    try {
      return Files.exists(kustomization)
          ? text(first(kustomization), "namespace")
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Path> staticOverrides(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory.normalize())) {
      return entries
          .filter(p -> p.toString().endsWith("-static-overrides.yaml"))
          .min(Path::compareTo);
    }
  }

  private static Object first(Path file) throws IOException {
    for (Object document :
        new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(Files.readString(file))) {
      if (document != null) {
        return document;
      }
    }
    return Map.of();
  }

  private static Optional<String> text(Object node, String... path) {
    Object here = node;
    for (String key : path) {
      Object next = here instanceof Map<?, ?> map ? map.get(key) : null;
      if (next == null) {
        return Optional.empty();
      }
      here = next;
    }
    return here instanceof String text ? Optional.of(text) : Optional.empty();
  }
}
