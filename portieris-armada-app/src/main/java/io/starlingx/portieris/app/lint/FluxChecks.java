/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import io.starlingx.portieris.app.content.Application;
import io.starlingx.portieris.app.content.FluxRelease;
import io.starlingx.portieris.app.content.ServedApi;
import io.starlingx.portieris.app.yaml.Yaml;
import io.starlingx.portieris.app.yaml.YamlFile;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The FluxCD tree around its releases. */
final class FluxChecks {

  private static final String ROOT = "fluxcd-manifests/kustomization.yaml";
  private static final String BASE = "fluxcd-manifests/base/kustomization.yaml";
  private static final String REPOSITORY = "fluxcd-manifests/base/helmrepository.yaml";
  private static final Set<String> REPOSITORIES = Set.of("starlingx", "stx-platform");

  private FluxChecks() {}

  static void check(Application app, Findings findings) throws IOException {
    if (!app.holds("fluxcd-manifests")) {
      return;
    }
    Shapes shapes = new Shapes();
    Set<String> listed = root(app, shapes, findings);
    base(app, shapes, findings);
    repository(app, shapes, findings);
    Map<String, String> names = new HashMap<>();
    for (FluxRelease release : FluxRelease.read(app)) {
      String other = names.putIfAbsent(release.name().orElse(release.file()), release.file());
      if (other != null) {
        findings.add(FluxRules.SAME_NAME, release.file(), "has the same metadata.name as " + other);
      }
      String name = release.directory().substring(release.directory().lastIndexOf('/') + 1);
      if (!listed.contains(name)) {
        findings.add(FluxRules.UNLISTED, release.file(), "is in no resource of " + ROOT);
      }
      new ReleaseChecks(app, release, shapes, findings).check();
    }
  }

  private static Set<String> root(Application app, Shapes shapes, Findings findings)
      throws IOException {
    Set<String> listed = new HashSet<>();
    Optional<Yaml> root = readable(app, ROOT, findings);
    if (root.isEmpty()) {
      return listed;
    }
    kustomization(ROOT, root.get(), shapes, findings);
    for (Yaml resource : root.get().items("resources")) {
      String name = resource.asText().orElse("").replaceFirst("^\\./", "").replaceFirst("/$", "");
      listed.add(name);
      if (!name.equals("base") && !app.isFile("fluxcd-manifests/" + name + "/helmrelease.yaml")) {
        findings.add(
            FluxRules.RESOURCE,
            ROOT,
            resource.line(),
            "resource '" + name + "' is no directory with a helmrelease.yaml");
      }
    }
    if (!listed.contains("base")) {
      findings.add(
          FluxRules.BASE, ROOT, root.get().lineOf("resources"), "resources do not list 'base'");
    }
    return listed;
  }

  private static void base(Application app, Shapes shapes, Findings findings) throws IOException {
    Optional<Yaml> base = readable(app, BASE, findings);
    base.ifPresent(document -> kustomization(BASE, document, shapes, findings));
    if (!app.isFile(BASE)) {
      findings.add(FluxRules.REPOSITORY_LISTED, BASE, "does not exist");
    } else if (base.isPresent()
        && base.get().items("resources").stream()
            .noneMatch(item -> item.asText().orElse("").endsWith("helmrepository.yaml"))) {
      findings.add(FluxRules.REPOSITORY_LISTED, BASE, "does not list helmrepository.yaml");
    }
  }

  private static void repository(Application app, Shapes shapes, Findings findings)
      throws IOException {
    if (!app.isFile(REPOSITORY)) {
      findings.add(
          FluxRules.REPOSITORY,
          REPOSITORY,
          "Mandatory FluxCD yaml file doesn't exist " + REPOSITORY);
      return;
    }
    Optional<Yaml> document = readable(app, REPOSITORY, findings);
    if (document.isEmpty()) {
      return;
    }
    String url = document.get().text("spec", "url").orElse("");
    String last = url.substring(url.lastIndexOf('/') + 1);
    int line = document.get().lineOf("spec", "url");
    if (!REPOSITORIES.contains(last)) {
      findings.add(
          FluxRules.REPOSITORY_URL,
          REPOSITORY,
          line,
          "Repository " + url + " from " + REPOSITORY + " is not supported");
    } else {
      String own = metadataRepository(app);
      if (REPOSITORIES.contains(own) && !own.equals(last)) {
        findings.add(
            FluxRules.REPOSITORY_OTHER,
            REPOSITORY,
            line,
            "spec.url names " + last + ", metadata.yaml names " + own);
      }
    }
    api(REPOSITORY, document.get(), "HelmRepository", shapes, findings);
  }

  private static String metadataRepository(Application app) throws IOException {
    return app.yaml("metadata.yaml")
        .map(file -> file.first().text("helm_repo").orElse("starlingx"))
        .orElse("");
  }

  /** The API versions of the tree with the controllers that serve them. */
  static List<String> served(Application app) throws IOException {
    NavigableSet<String> served = new TreeSet<>();
    for (FluxRelease release : FluxRelease.read(app)) {
      served(release.yaml(), "HelmRelease").ifPresent(served::add);
    }
    app.yaml(REPOSITORY).flatMap(file -> served(file, "HelmRepository")).ifPresent(served::add);
    return List.copyOf(served);
  }

  private static Optional<String> served(YamlFile file, String kind) {
    return file.first()
        .text("apiVersion")
        .flatMap(version -> ServedApi.of(kind, version))
        .map(api -> api.apiVersion() + " is served by " + api.servedBy());
  }

  /** The fields of a kustomization. */
  static void kustomization(String file, Yaml document, Shapes shapes, Findings findings) {
    for (Shapes.Problem problem : shapes.check("Kustomization", document)) {
      findings.add(FluxRules.KUSTOMIZATION, file, problem.line(), ShapeTexts.ofKustomize(problem));
    }
  }

  /** The API version of a Flux object and the fields that it has there. */
  static void api(String file, Yaml document, String kind, Shapes shapes, Findings findings) {
    String version = document.text("apiVersion").orElse("");
    int line = document.lineOf("apiVersion");
    if (ServedApi.of(kind, version).isEmpty()) {
      String known = String.join(", ", ServedApi.versions(kind));
      findings.add(
          FluxRules.API,
          file,
          line,
          "no matches for kind \"" + kind + "\" in version \"" + version + "\"; known: " + known);
      return;
    }
    if (!version.equals(ServedApi.versions(kind).getFirst())) {
      findings.add(FluxRules.OLD_API, file, line, "apiVersion is " + version);
    }
    for (Shapes.Problem problem : shapes.check(version + " " + kind, document)) {
      findings.add(FluxRules.FIELD, file, problem.line(), ShapeTexts.ofApiServer(problem));
    }
  }

  /** The first document of a file that is there; a broken one is a finding. */
  static Optional<Yaml> readable(Application app, String path, Findings findings)
      throws IOException {
    Optional<YamlFile> file = app.yaml(path);
    if (file.isPresent() && !file.get().isReadable()) {
      findings.add(FluxRules.YAML, path, file.get().line(), "is not YAML: " + file.get().problem());
      return Optional.empty();
    }
    return file.map(YamlFile::first);
  }
}
