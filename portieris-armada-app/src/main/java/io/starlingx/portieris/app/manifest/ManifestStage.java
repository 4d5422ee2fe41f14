/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.manifest;

import io.starlingx.portieris.app.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Copies metadata, FluxCD tree and Armada documents to where the tarball has them, with their
 * placeholders filled. Used once.
 */
public final class ManifestStage {

  private final Placeholders placeholders;
  private final List<Finding> findings;

  /**
   * @param findings where what is wrong with the manifests is added
   */
  public ManifestStage(Placeholders placeholders, List<Finding> findings) {
    this.placeholders = placeholders;
    this.findings = findings;
  }

  /**
   * Stages a folder of manifests into an existing directory.
   *
   * @throws IOException when a file cannot be read or written
   */
  public void stage(Path manifests, Path target) throws IOException {
    stageFile(manifests.resolve("metadata.yaml"), target.resolve("metadata.yaml"));
    stageFile(manifests.resolve("armada/manifest.yaml"), target.resolve("manifest.yaml"));
    Path fluxcd = manifests.resolve("fluxcd");
    if (!Files.isDirectory(fluxcd)) {
      findings.add(Finding.of(fluxcd.toString(), "there is no such directory of FluxCD manifests"));
      return;
    }
    stageTree(fluxcd, target.resolve("fluxcd-manifests"));
  }

  private void stageTree(Path source, Path target) throws IOException {
    Files.createDirectory(target);
    List<Path> entries;
    try (Stream<Path> listed = Files.list(source)) {
      entries = listed.sorted().toList();
    }
    for (Path entry : entries) {
      Path copy = target.resolve(entry.getFileName());
      if (Files.isDirectory(entry)) {
        stageTree(entry, copy);
      } else {
        stageFile(entry, copy);
      }
    }
  }

  private void stageFile(Path source, Path target) throws IOException {
    if (!Files.isRegularFile(source)) {
      findings.add(Finding.of(source.toString(), "this file is needed and missing"));
      return;
    }
    String text = placeholders.fill(source.toString(), Files.readString(source), findings);
    if (source.toString().endsWith(".yaml")) {
      checkYaml(source.toString(), text);
    }
    Files.writeString(target, text);
  }

  private void checkYaml(String file, String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try {
      new Yaml(new SafeConstructor(options)).loadAll(text).forEach(document -> {});
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      findings.add(new Finding(file, line, "is not YAML: " + e.getProblem()));
    } catch (YAMLException e) {
      findings.add(Finding.of(file, "is not YAML: " + e.getMessage()));
    }
  }
}
