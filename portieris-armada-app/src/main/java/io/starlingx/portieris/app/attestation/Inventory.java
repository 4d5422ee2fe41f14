/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.attestation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A bill of materials.
 *
 * @see <a href="https://cyclonedx.org/docs/1.6/json/">CycloneDX 1.6</a>
 */
final class Inventory {

  private final BuildRun run;

  Inventory(BuildRun run) {
    this.run = run;
  }

  SequencedMap<String, Object> of(Component described, List<Component> parts) {
    SequencedMap<String, Object> tool = new LinkedHashMap<>();
    tool.put("type", "application");
    tool.put("name", "portieris");
    tool.put("version", run.product());
    SequencedMap<String, Object> metadata = new LinkedHashMap<>();
    run.time().ifPresent(time -> metadata.put("timestamp", time.toString()));
    metadata.put("tools", Map.of("components", List.of(tool)));
    metadata.put("component", component(described, "result"));

    List<Object> components = new ArrayList<>();
    List<String> references = new ArrayList<>();
    for (Component part : parts) {
      String reference = "part-" + (references.size() + 1);
      references.add(reference);
      components.add(component(part, reference));
    }
    SequencedMap<String, Object> document = new LinkedHashMap<>();
    document.put("bomFormat", "CycloneDX");
    document.put("specVersion", "1.6");
    document.put("version", 1);
    document.put("metadata", metadata);
    document.put("components", components);
    SequencedMap<String, Object> dependency = new LinkedHashMap<>();
    dependency.put("ref", "result");
    dependency.put("dependsOn", references);
    document.put("dependencies", List.of(dependency));
    return document;
  }

  private static SequencedMap<String, Object> component(Component part, String reference) {
    SequencedMap<String, Object> component = new LinkedHashMap<>();
    component.put("type", part.type());
    component.put("bom-ref", reference);
    component.put("name", part.name());
    if (!part.version().isEmpty()) {
      component.put("version", part.version());
    }
    part.sha256()
        .ifPresent(
            hex -> {
              SequencedMap<String, Object> hash = new LinkedHashMap<>();
              hash.put("alg", "SHA-256");
              hash.put("content", hex);
              component.put("hashes", List.of(hash));
            });
    if (!part.purl().isEmpty()) {
      component.put("purl", part.purl());
    }
    return component;
  }
}
