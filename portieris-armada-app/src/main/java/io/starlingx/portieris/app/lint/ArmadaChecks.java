/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import io.starlingx.portieris.app.content.Application;
import io.starlingx.portieris.app.yaml.Yaml;
import io.starlingx.portieris.app.yaml.YamlFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The Armada manifest, for platforms that apply it. */
final class ArmadaChecks {

  private static final Set<Sysinv> ON = Set.of(Sysinv.ARMADA);

  private static final Rule MISSING =
      Rule.error(
              "armada/missing", "the upload is rejected", "add manifest.yaml beside metadata.yaml")
          .on(ON);
  private static final Rule SEVERAL =
      Rule.error("armada/several", "the upload is rejected", "keep one manifest").on(ON);
  private static final Rule YAML =
      Rule.error("armada/yaml", "the upload is rejected", "mend the YAML").on(ON);
  private static final Rule DOCUMENT =
      Rule.error(
              "armada/document",
              "Armada validates every document and refuses unknown properties",
              "follow the document's schema")
          .on(ON);
  private static final Rule REFERENCE =
      Rule.error(
              "armada/reference",
              "Armada builds the manifest from its groups and charts and fails",
              "name a document of the manifest")
          .on(ON);
  private static final Rule SOURCE =
      Rule.error(
              "armada/source",
              "sysinv finds the chart by the last part of its location, and the apply fails",
              "end source.location in the name of an archive of charts/")
          .on(ON);

  private final Application app;
  private final String file;
  private final List<Yaml> documents;
  private final Findings findings;
  private final Shapes shapes = new Shapes();
  private final Map<String, List<String>> names = new HashMap<>();

  private ArmadaChecks(Application app, String file, List<Yaml> documents, Findings findings) {
    this.app = app;
    this.file = file;
    this.documents = documents;
    this.findings = findings;
  }

  static void check(Application app, Findings findings) throws IOException {
    if (!findings.concerns(Sysinv.ARMADA)) {
      return;
    }
    for (String name : app.names("")) {
      Optional<YamlFile> yaml = name.endsWith(".yaml") ? app.yaml(name) : Optional.empty();
      if (yaml.isPresent() && !yaml.get().isReadable() && !name.equals("metadata.yaml")) {
        findings.add(
            YAML,
            name,
            yaml.get().line(),
            "Armada manifest file is corrupted. (" + yaml.get().problem() + ")");
      }
    }
    Map<String, List<Yaml>> manifests = ArmadaManifests.find(app);
    if (manifests.isEmpty()) {
      findings.add(MISSING, app.name(), "Armada manifest file/directory is missing");
    } else if (manifests.size() > 1) {
      findings.add(
          SEVERAL,
          app.name(),
          "tar file contains more than one Armada manifest file. ("
              + String.join(", ", manifests.keySet())
              + ")");
    }
    manifests.forEach(
        (name, documents) -> new ArmadaChecks(app, name, documents, findings).check());
  }

  private void check() {
    for (Yaml document : documents) {
      document
          .text("schema")
          .ifPresent(
              schema ->
                  names
                      .computeIfAbsent(kind(schema), kind -> new ArrayList<>())
                      .add(document.text("metadata", "name").orElse("")));
    }
    for (Yaml document : documents) {
      if (!document.isNull()) {
        shape(document);
        references(document, "Manifest", "chart_groups", "ChartGroup");
        references(document, "ChartGroup", "chart_group", "Chart");
        references(document, "Chart", "dependencies", "Chart");
        source(document);
      }
    }
  }

  private static String kind(String schema) {
    String[] parts = schema.split("/", -1);
    return parts.length == 3 && parts[0].equals("armada") ? parts[1] : "";
  }

  private static String schema(Yaml document) {
    return document.text("schema").orElse("");
  }

  private void shape(Yaml document) {
    String schema = schema(document);
    if (!shapes.isKnown(schema)) {
      report(document, document.lineOf("schema"), "the schema is unknown");
    }
    for (Shapes.Problem problem : shapes.check(schema, document)) {
      report(document, problem.line(), ShapeTexts.ofArmada(problem));
    }
  }

  private void references(Yaml document, String kind, String property, String to) {
    if (!kind(schema(document)).equals(kind)) {
      return;
    }
    List<String> known = names.getOrDefault(to, List.of());
    for (Yaml reference : document.items("data", property)) {
      String name = reference.asText().orElse("");
      if (!known.contains(name)) {
        findings.add(
            REFERENCE,
            file,
            reference.line(),
            "An error occurred while building "
                + (to.equals("ChartGroup") ? "chart group" : "chart")
                + ": there is no "
                + to
                + " "
                + name);
      }
    }
  }

  private void source(Yaml document) {
    if (!kind(schema(document)).equals("Chart")) {
      return;
    }
    String type = document.text("data", "source", "type").orElse("");
    int line = document.lineOf("data", "source");
    String location = document.text("data", "source", "location").orElse("");
    String archive = location.substring(location.lastIndexOf('/') + 1);
    if (type.equals("tar") && !app.isFile("charts/" + archive)) {
      findings.add(SOURCE, file, line, "charts/" + archive + " does not exist");
    }
  }

  private void report(Yaml document, int line, String text) {
    findings.add(
        DOCUMENT,
        file,
        line,
        "Invalid document ["
            + schema(document)
            + "] "
            + document.text("metadata", "name").orElse("")
            + ": "
            + text
            + ".");
  }
}
