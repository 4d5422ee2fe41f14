/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import io.starlingx.portieris.app.DnsName;
import io.starlingx.portieris.app.content.Application;
import io.starlingx.portieris.app.content.ChartArchive;
import io.starlingx.portieris.app.content.FluxRelease;
import io.starlingx.portieris.app.yaml.Yaml;
import io.starlingx.portieris.app.yaml.YamlFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One HelmRelease with the files beside it. Used once. */
final class ReleaseChecks {

  private static final int LONGEST_RELEASE_NAME = 53;
  private static final String[][] NEEDED = {
    {"metadata", "name"},
    {"spec", "releaseName"},
    {"spec", "chart", "spec", "chart"},
    {"spec", "chart", "spec", "version"}
  };

  private final Application app;
  private final FluxRelease release;
  private final Shapes shapes;
  private final Findings findings;

  ReleaseChecks(Application app, FluxRelease release, Shapes shapes, Findings findings) {
    this.app = app;
    this.release = release;
    this.shapes = shapes;
    this.findings = findings;
  }

  void check() throws IOException {
    Optional<Yaml> document = FluxChecks.readable(app, release.file(), findings);
    if (document.isEmpty()) {
      return;
    }
    for (String[] path : NEEDED) {
      if (document.get().text(path).isEmpty()) {
        report(
            FluxRules.RELEASE_FIELD,
            document.get().lineOf(path),
            "lacks " + String.join(".", path) + " as a string");
      }
    }
    FluxChecks.api(release.file(), document.get(), "HelmRelease", shapes, findings);
    long documents = release.yaml().documents().stream().filter(d -> !d.isNull()).count();
    if (documents > 1) {
      report(FluxRules.DOCUMENTS, 0, "holds " + documents + " documents");
    }
    document.get().at("spec", "values").ifPresent(this::separator);
    document
        .get()
        .text("metadata", "name")
        .filter(name -> !DnsName.SUBDOMAIN.accepts(name))
        .ifPresent(
            name ->
                report(
                    FluxRules.FIELD,
                    document.get().lineOf("metadata", "name"),
                    "metadata.name: Invalid value: \""
                        + name
                        + "\": it must be "
                        + DnsName.SUBDOMAIN.form()));
    document
        .get()
        .text("spec", "releaseName")
        .filter(name -> name.length() > LONGEST_RELEASE_NAME)
        .ifPresent(
            name ->
                report(
                    FluxRules.FIELD,
                    document.get().lineOf("spec", "releaseName"),
                    "spec.releaseName: Too long: may not be longer than " + LONGEST_RELEASE_NAME));
    source(document.get());
    chart();
    values(document.get());
  }

  private void separator(Yaml value) {
    switch (value) {
      case Yaml.Mapping mapping -> mapping.entries().forEach(entry -> separator(entry.value()));
      case Yaml.Sequence sequence -> sequence.items().forEach(this::separator);
      case Yaml.Scalar scalar -> {
        if (scalar.text().contains("---")) {
          report(FluxRules.SEPARATOR, scalar.line(), "a value in spec.values holds '---'");
        }
      }
    }
  }

  private void source(Yaml document) throws IOException {
    Optional<String> repository =
        app.yaml("fluxcd-manifests/base/helmrepository.yaml")
            .flatMap(file -> file.first().text("metadata", "name"));
    Optional<String> source = document.text("spec", "chart", "spec", "sourceRef", "name");
    if (repository.isPresent() && !repository.equals(source)) {
      report(
          FluxRules.SOURCE,
          document.lineOf("spec", "chart", "spec"),
          "sourceRef names "
              + source.orElse("nothing")
              + ", the HelmRepository is "
              + repository.get());
    }
    namespaces(document);
  }

  /** As kustomize sets it: the root's kustomization wins over the directory's. */
  private Optional<String> namespace(String directory, Yaml document) throws IOException {
    Optional<String> root = namespaceOf("fluxcd-manifests/kustomization.yaml");
    Optional<String> own = namespaceOf(directory + "/kustomization.yaml");
    return root.or(() -> own).or(() -> document.text("metadata", "namespace"));
  }

  private Optional<String> namespaceOf(String kustomization) throws IOException {
    return app.yaml(kustomization).flatMap(file -> file.first().text("namespace"));
  }

  private void namespaces(Yaml document) throws IOException {
    Optional<YamlFile> repository = app.yaml("fluxcd-manifests/base/helmrepository.yaml");
    if (repository.isEmpty() || !repository.get().isReadable()) {
      return;
    }
    Optional<String> there = namespace("fluxcd-manifests/base", repository.get().first());
    Optional<String> own = namespace(release.directory(), document);
    Optional<String> sought =
        document.text("spec", "chart", "spec", "sourceRef", "namespace").or(() -> own);
    if (!sought.equals(there)) {
      report(
          FluxRules.NAMESPACE,
          document.lineOf("spec", "chart", "spec", "sourceRef"),
          "looks for the HelmRepository in namespace "
              + sought.orElse("default")
              + ", which is in "
              + there.orElse("default"));
    }
  }

  private void chart() {
    Optional<String> name = release.chart();
    Optional<String> version = release.version();
    if (name.isEmpty() || version.isEmpty() || app.charts().isEmpty()) {
      return;
    }
    List<ChartArchive> charts =
        app.charts().stream()
            .filter(chart -> chart.name().equals(name) && chart.version().equals(version))
            .toList();
    if (charts.isEmpty()) {
      report(
          FluxRules.CHART,
          release.yaml().first().lineOf("spec", "chart", "spec", "version"),
          "chart " + name.get() + " " + version.get() + " is not in charts/");
    }
    for (ChartArchive chart : charts) {
      schema(chart);
    }
  }

  private void schema(ChartArchive chart) {
    Optional<YamlFile> file = chart.document("values.schema.json");
    if (file.isEmpty()) {
      return;
    }
    // JSON is YAML, and the reader of YAML is bounded.
    Yaml schema = file.get().first();
    boolean isClosed =
        schema.at("additionalProperties").orElse(schema) instanceof Yaml.Scalar scalar
            && scalar.text().equals("false");
    if (isClosed && schema.at("properties", "reconcile_trigger").isEmpty()) {
      findings.add(
          FluxRules.SCHEMA, chart.file(), "values.schema.json allows no additional properties");
    }
  }

  private void values(Yaml document) throws IOException {
    List<String> keys = release.valuesKeys();
    Optional<String> fixed = release.staticOverrides();
    int line = document.lineOf("spec", "valuesFrom");
    if (fixed.isEmpty()) {
      report(FluxRules.STATIC, line, "Static overrides file not specified on " + release.file());
    } else if (!app.isFile(release.directory() + "/" + fixed.get())) {
      report(FluxRules.STATIC, line, "there is no file " + fixed.get() + " beside it");
    }
    Optional<String> system =
        app.names(release.directory()).stream()
            .filter(name -> name.endsWith("-system-overrides.yaml"))
            .findFirst();
    if (system.isEmpty() || !keys.contains(system.get())) {
      report(
          FluxRules.SYSTEM, line, "there is no file *-system-overrides.yaml that valuesFrom names");
    } else if (fixed.isPresent() && keys.indexOf(system.get()) < keys.indexOf(fixed.get())) {
      report(FluxRules.ORDER, line, "system overrides come before static overrides");
    }
    secrets(document);
  }

  private void secrets(Yaml document) throws IOException {
    String path = release.directory() + "/kustomization.yaml";
    Optional<Yaml> kustomization = FluxChecks.readable(app, path, findings);
    kustomization.ifPresent(
        file -> {
          FluxChecks.kustomization(path, file, shapes, findings);
          if (file.items("resources").stream()
              .noneMatch(item -> item.asText().orElse("").endsWith("helmrelease.yaml"))) {
            findings.add(
                FluxRules.LISTED, path, file.lineOf("resources"), "does not list helmrelease.yaml");
          }
        });
    if (!app.isFile(path)) {
      findings.add(FluxRules.LISTED, path, "does not exist");
    }
    Set<String> generated = new HashSet<>();
    boolean isPlain =
        kustomization
            .flatMap(file -> file.at("generatorOptions", "disableNameSuffixHash"))
            .filter(flag -> flag instanceof Yaml.Scalar scalar && scalar.text().equals("true"))
            .isPresent();
    if (kustomization.isPresent()) {
      for (Yaml secret : kustomization.get().items("secretGenerator")) {
        for (String key : files(secret)) {
          generated.add(secret.text("name").orElse("") + "/" + key);
        }
      }
    }
    for (Yaml values : document.items("spec", "valuesFrom")) {
      String secret = values.text("name").orElse("");
      String key = values.text("valuesKey").orElse("values.yaml");
      if (values.text("kind").orElse("").equals("Secret")
          && (!isPlain || !generated.contains(secret + "/" + key))) {
        report(
            FluxRules.SECRET,
            values.line(),
            path + " generates no Secret " + secret + " with key " + key);
      }
    }
  }

  /** The keys that a generator makes: the part before {@code =}, else the file's name. */
  private static List<String> files(Yaml generator) {
    List<String> keys = new ArrayList<>();
    for (Yaml file : generator.items("files")) {
      String text = file.asText().orElse("");
      int equals = text.indexOf('=');
      keys.add(equals > 0 ? text.substring(0, equals) : text.substring(text.lastIndexOf('/') + 1));
    }
    return keys;
  }

  private void report(Rule rule, int line, String message) {
    findings.add(rule, release.file(), line, message);
  }
}
