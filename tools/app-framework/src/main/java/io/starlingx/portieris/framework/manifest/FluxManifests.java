/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.manifest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;

/**
 * The {@code fluxcd-manifests} of an extracted tarball.
 *
 * @param releases its releases, each after those that it depends on
 * @see <a
 *     href="https://docs.starlingx.io/system_configuration/kubernetes/application-commands-and-helm-overrides.html">StarlingX:
 *     Application Commands and Helm Overrides</a>
 */
public record FluxManifests(List<HelmRelease> releases) {

  public FluxManifests {
    releases = List.copyOf(releases);
  }

  /**
   * Reads the manifests of the tree.
   *
   * @throws ManifestException when a file is missing or not as the platform needs it
   */
  public static FluxManifests read(Path tree) throws ManifestException {
    Path root = tree.resolve("fluxcd-manifests");
    Path repository = root.resolve("base/helmrepository.yaml");
    if (!Files.isRegularFile(repository)) {
      throw new ManifestException("Mandatory FluxCD yaml file doesn't exist " + repository);
    }
    Path file = root.resolve("kustomization.yaml");
    Map<String, Object> kustomization = YamlFile.read(file);
    String namespace = YamlFile.text(kustomization, "namespace");
    Map<String, HelmRelease> releases = new LinkedHashMap<>();
    if (kustomization.get("resources") instanceof List<?> resources) {
      for (Object entry : resources) {
        String directory = HelmReleaseFile.fileName(String.valueOf(entry), file);
        if (!directory.equals("base")) {
          HelmRelease release = HelmReleaseFile.read(root.resolve(directory), namespace);
          if (releases.putIfAbsent(release.name(), release) != null) {
            throw new ManifestException(file + " has two HelmReleases named " + release.name());
          }
        }
      }
    }
    if (releases.isEmpty()) {
      throw new ManifestException(file + " lists no HelmRelease directory");
    }
    return new FluxManifests(ordered(releases));
  }

  /** The same without the releases of these names. */
  public FluxManifests without(List<String> names) {
    return new FluxManifests(
        releases.stream().filter(release -> !names.contains(release.name())).toList());
  }

  private static List<HelmRelease> ordered(Map<String, HelmRelease> releases)
      throws ManifestException {
    SequencedSet<HelmRelease> ordered = new LinkedHashSet<>();
    for (HelmRelease release : releases.values()) {
      place(release, releases, ordered, new LinkedHashSet<>());
    }
    return new ArrayList<>(ordered);
  }

  private static void place(
      HelmRelease release,
      Map<String, HelmRelease> releases,
      Set<HelmRelease> ordered,
      Set<String> above)
      throws ManifestException {
    if (ordered.contains(release)) {
      return;
    }
    if (!above.add(release.name())) {
      throw new ManifestException(
          "Circular dependency detected. HelmReleases depend on each other: "
              + String.join(", ", above));
    }
    for (String dependency : release.dependsOn()) {
      HelmRelease before = releases.get(dependency);
      if (before != null) {
        place(before, releases, ordered, above);
      }
    }
    above.remove(release.name());
    ordered.add(release);
  }
}
