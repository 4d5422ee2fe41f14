/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.content;

import io.starlingx.portieris.app.yaml.YamlFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A HelmRelease of the FluxCD tree.
 *
 * @param directory where its files are
 * @param yaml its file
 */
public record FluxRelease(String directory, YamlFile yaml) {

  private static final String TREE = "fluxcd-manifests";

  /** Every {@code <directory>/helmrelease.yaml}, by directory. */
  public static List<FluxRelease> read(Application app) throws IOException {
    List<FluxRelease> releases = new ArrayList<>();
    for (String name : app.names(TREE)) {
      String directory = TREE + "/" + name;
      Optional<YamlFile> file = app.yaml(directory + "/helmrelease.yaml");
      if (file.isPresent()) {
        releases.add(new FluxRelease(directory, file.get()));
      }
    }
    return releases;
  }

  public String file() {
    return directory + "/helmrelease.yaml";
  }

  /** {@code metadata.name}, sysinv's key of everything about the release. */
  public Optional<String> name() {
    return yaml.first().text("metadata", "name");
  }

  public Optional<String> chart() {
    return yaml.first().text("spec", "chart", "spec", "chart");
  }

  public Optional<String> version() {
    return yaml.first().text("spec", "chart", "spec", "version");
  }

  /** The {@code valuesKey} of each entry of {@code spec.valuesFrom}. */
  public List<String> valuesKeys() {
    return yaml.first().items("spec", "valuesFrom").stream()
        .map(entry -> entry.text("valuesKey").orElse(""))
        .toList();
  }

  /** The file with the application's values, as {@code spec.valuesFrom} names it. */
  public Optional<String> staticOverrides() {
    return valuesKeys().stream().filter(key -> key.endsWith("static-overrides.yaml")).findFirst();
  }
}
