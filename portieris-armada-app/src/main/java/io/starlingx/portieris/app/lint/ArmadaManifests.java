/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import io.starlingx.portieris.app.content.Application;
import io.starlingx.portieris.app.yaml.Yaml;
import io.starlingx.portieris.app.yaml.YamlFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds the Armada manifests: YAML files at the top that hold a document of that schema. */
final class ArmadaManifests {

  private ArmadaManifests() {}

  /** By file name. */
  static Map<String, List<Yaml>> find(Application app) throws IOException {
    Map<String, List<Yaml>> manifests = new TreeMap<>();
    for (String name : app.names("")) {
      if (!name.endsWith(".yaml") || name.equals("metadata.yaml")) {
        continue;
      }
      Optional<YamlFile> file = app.yaml(name);
      if (file.isPresent()
          && file.get().documents().stream().anyMatch(ArmadaManifests::isManifest)) {
        manifests.put(name, file.get().documents());
      }
    }
    return manifests;
  }

  private static boolean isManifest(Yaml document) {
    return document.text("schema").filter(schema -> schema.contains("armada/Manifest")).isPresent();
  }
}
