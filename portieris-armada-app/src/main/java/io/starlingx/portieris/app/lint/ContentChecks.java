/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import io.starlingx.portieris.app.content.Application;
import java.util.Optional;
import java.util.SortedSet;

/** Which files are there, and which must not be. */
final class ContentChecks {

  private static final Rule METADATA =
      Rule.error(
          "content/metadata",
          "an application without metadata.yaml at its top has no name, no version and no"
              + " Kubernetes bounds",
          "add ./metadata.yaml");
  private static final Rule FLUX =
      Rule.error(
              "content/fluxcd-manifests",
              "an upload without fluxcd-manifests/base and fluxcd-manifests/kustomization.yaml is"
                  + " rejected",
              "add the FluxCD tree")
          .onFlux();
  private static final Rule EMPTY_CHARTS =
      Rule.error(
          "content/charts-empty",
          "an upload whose charts/ is empty is rejected",
          "add the charts as charts/<name>-<version>.tgz");
  private static final Rule CHART_EXTENSION =
      Rule.error(
          "content/charts-extension",
          "sysinv takes archives ending in .tgz only",
          "pack the charts with 'helm package'");
  private static final Rule NO_CHARTS =
      Rule.warning(
          "content/no-charts",
          "the upload is taken, but there is nothing to install and no image to mirror",
          "add the charts as charts/<name>-<version>.tgz");
  private static final Rule CHART_ELSEWHERE =
      Rule.warning(
          "content/archive-elsewhere",
          "sysinv extracts every .tgz beside itself, wherever it lies; only charts/ is searched"
              + " for charts",
          "move it to charts/, or give it another extension");
  private static final Rule IMAGES =
      Rule.error(
          "content/images",
          "a directory of that name makes sysinv fail",
          "deliver images through a registry, or embed them under another name");
  private static final Rule NO_WHEELS =
      Rule.warning(
          "content/plugins-empty",
          "without a wheel in plugins/ the application runs as a generic one: no system overrides,"
              + " no lifecycle hooks",
          "add the wheel, or remove the directory");

  private ContentChecks() {}

  static void check(Application app, Findings findings) {
    if (!app.isFile("metadata.yaml")) {
      Optional<String> below =
          app.files().stream().filter(file -> file.endsWith("/metadata.yaml")).findFirst();
      findings.add(
          METADATA,
          app.name(),
          "application name or/and version is/are not included in the tar file. Please specify the"
              + " application name via --app-name or/and version via --app-version."
              + below.map(file -> " (it lies in " + file + ")").orElse(""));
    }
    if (!app.holds("fluxcd-manifests/base") || !app.holds("fluxcd-manifests/kustomization.yaml")) {
      findings.add(
          FLUX,
          app.name(),
          "Application-upload rejected: FluxCD manifest structure is not present");
    }
    if (app.holds("images")) {
      findings.add(IMAGES, "images", "embedded images are not yet supported.");
    }
    if (app.holds("plugins")
        && app.names("plugins").stream().noneMatch(name -> name.endsWith(".whl"))) {
      findings.add(NO_WHEELS, "plugins", "holds no wheel");
    }
    checkCharts(app, findings);
  }

  private static void checkCharts(Application app, Findings findings) {
    SortedSet<String> names = app.names("charts");
    if (!app.holds("charts")) {
      findings.add(NO_CHARTS, app.name(), "there is no directory charts/");
    } else if (names.isEmpty()) {
      findings.add(EMPTY_CHARTS, "charts", "tar file contains no Helm charts.");
    } else if (names.stream().noneMatch(name -> name.endsWith(".tgz"))) {
      findings.add(
          CHART_EXTENSION,
          "charts",
          "tar file contains no Helm charts of expected file extension (.tgz).");
    }
    for (String file : app.files()) {
      if (file.endsWith(".tgz") && !file.matches("charts/[^/]+")) {
        findings.add(CHART_ELSEWHERE, file, "is an archive outside charts/");
      }
    }
  }
}
