/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.folder;

import io.starlingx.portieris.app.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of an application folder that exist. Manifests may lie as their author orders them or
 * as a tarball has them, so that an unpacked tarball is an application folder.
 *
 * @param folder the folder
 * @param descriptor {@code app.yaml} or the stock generator's {@code app_manifest.yaml}
 * @param metadata {@code metadata.yaml}
 * @param fluxcd {@code fluxcd/} or {@code fluxcd-manifests/}
 * @param armada {@code armada/manifest.yaml} or {@code manifest.yaml}
 * @param plugin {@code plugin.yaml}, which describes the wheel that is made
 * @param wheels {@code plugins/*.whl}, which are taken as they are
 */
public record FolderFiles(
    Path folder,
    Optional<Path> descriptor,
    Optional<Path> metadata,
    Optional<Path> fluxcd,
    Optional<Path> armada,
    Optional<Path> plugin,
    List<Path> wheels) {

  static final String DESCRIPTOR = "app.yaml";
  static final String STOCK_DESCRIPTOR = "app_manifest.yaml";

  private static final String STATIC_OVERRIDES = "-static-overrides.yaml";
  private static final String CHARTS = "charts";
  private static final List<String> FOLDERS =
      List.of(CHARTS, "fluxcd", "fluxcd-manifests", "armada", "plugins");

  public FolderFiles {
    wheels = List.copyOf(wheels);
  }

  /**
   * Looks into a folder; what is there twice is added to the findings.
   *
   * @throws IOException when the folder cannot be listed
   */
  static FolderFiles in(Path folder, List<Finding> findings) throws IOException {
    findings.addAll(linked(folder));
    return new FolderFiles(
        folder,
        either(folder, DESCRIPTOR, STOCK_DESCRIPTOR, findings),
        Optional.of(folder.resolve("metadata.yaml")).filter(Files::exists),
        either(folder, "fluxcd", "fluxcd-manifests", findings),
        either(folder, "armada/manifest.yaml", "manifest.yaml", findings),
        Optional.of(folder.resolve("plugin.yaml")).filter(Files::exists),
        list(folder.resolve("plugins"), ".whl"));
  }

  /**
   * What a linked {@code fluxcd/} or {@code plugins/} holds would be built, but not be counted
   * among the sources. A linked chart would be counted as one from elsewhere, which only {@code
   * app.yaml} shall name: a folder that says all in its own files is the same wherever it is
   * copied.
   */
  private static List<Finding> linked(Path folder) throws IOException {
    List<Finding> linked = new ArrayList<>();
    for (String name : FOLDERS) {
      refuse(folder.resolve(name), "", linked);
    }
    for (Path chart : list(folder.resolve(CHARTS), "")) {
      refuse(chart, ", or name its path in app.yaml (charts: [{path: ../elsewhere}])", linked);
    }
    return linked;
  }

  private static void refuse(Path path, String otherwise, List<Finding> linked) {
    if (Files.isSymbolicLink(path) && Files.isDirectory(path)) {
      linked.add(
          Finding.of(
              path.toString(), "is a link to a folder: put the folder itself there" + otherwise));
    }
  }

  /** The same folder, described by one file in particular. */
  FolderFiles describedBy(Path file) {
    return new FolderFiles(folder, Optional.of(file), metadata, fluxcd, armada, plugin, wheels);
  }

  /** The charts in {@code charts/}: directories and archives, by name. */
  List<Path> charts() throws IOException {
    Path charts = folder.resolve(CHARTS);
    if (!Files.isDirectory(charts)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(charts)) {
      return entries
          .filter(path -> Files.isDirectory(path) || path.toString().endsWith(".tgz"))
          .sorted()
          .toList();
    }
  }

  /** The application's own values of a release: {@code <release>-static-overrides.yaml}. */
  public Optional<Path> staticOverrides(String release) {
    return Optional.of(folder.resolve(release + STATIC_OVERRIDES)).filter(Files::exists);
  }

  /** The files of values that belong to none of the releases. */
  public List<Path> otherStaticOverrides(Collection<String> releases) throws IOException {
    return list(folder, STATIC_OVERRIDES).stream()
        .filter(file -> releases.stream().noneMatch(r -> file.endsWith(r + STATIC_OVERRIDES)))
        .toList();
  }

  private static List<Path> list(Path directory, String ending) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(path -> path.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static Optional<Path> either(
      Path folder, String first, String second, List<Finding> findings) {
    Path one = folder.resolve(first);
    Path other = folder.resolve(second);
    if (Files.exists(one) && Files.exists(other)) {
      findings.add(
          Finding.of(other.toString(), "there is also " + first + ": remove one of the two"));
    }
    return Optional.of(one)
        .filter(Files::exists)
        .or(() -> Optional.of(other).filter(Files::exists));
  }
}
