/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import io.starlingx.portieris.app.DnsName;
import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.chart.Chart;
import io.starlingx.portieris.app.folder.AppDescription;
import io.starlingx.portieris.app.folder.ChartSource;
import io.starlingx.portieris.app.manifest.ReleasePlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns the charts of a description into releases, each after those it depends on. Used once. */
final class ReleasePlans {

  /** What Helm takes for a release's name. */
  private static final int LONGEST_NAME = 53;

  private static final String BASE = "base";

  private final AppDescription application;
  private final List<Finding> findings;
  private final Map<String, ChartSource> sources = new LinkedHashMap<>();
  private final Map<String, Chart> charts = new LinkedHashMap<>();
  private final Map<String, String> releaseNames = new HashMap<>();
  private final Set<String> planned = new LinkedHashSet<>();

  ReleasePlans(AppDescription application, List<Finding> findings) {
    this.application = application;
    this.findings = findings;
  }

  /** Adds a chart; one of a name that is there already is a finding. */
  void add(ChartSource source, Chart chart) {
    ChartSource other = sources.putIfAbsent(chart.name(), source);
    charts.putIfAbsent(chart.name(), chart);
    if (other != null) {
      report(
          source,
          "chart " + chart.name() + " is there twice, also as " + other.path() + ": remove one");
    }
    differs(source, "name", source.name(), chart.name());
    differs(source, "version", source.version(), chart.baseVersion());
    String name = releaseName(chart.name());
    if (chart.name().equals(BASE) && application.files().fluxcd().isEmpty()) {
      report(source, "no chart can be named base: the FluxCD tree has its repository there");
    }
    if (!DnsName.SUBDOMAIN.accepts(chart.name()) && application.files().fluxcd().isEmpty()) {
      report(
          source,
          "chart %s cannot name a HelmRelease, which must be %s: bring a FluxCD tree of your own"
              .formatted(chart.name(), DnsName.SUBDOMAIN.form()));
    }
    String key = namespace(chart.name()) + "/" + name;
    String twin = releaseNames.putIfAbsent(key, chart.name());
    if (twin != null && other == null) {
      report(source, "has the release name " + name + " of chart " + twin + ": give it another");
    }
    if (name.length() > LONGEST_NAME) {
      report(
          source,
          "Helm takes no release name of more than "
              + LONGEST_NAME
              + " characters, such as "
              + name
              + ": set release_name in app.yaml");
    }
  }

  /** The releases. */
  List<ReleasePlan> plans() {
    sources.keySet().forEach(chart -> order(chart, new LinkedHashSet<>()));
    List<ReleasePlan> plans = new ArrayList<>();
    for (String chart : planned) {
      plans.add(
          new ReleasePlan(
              chart,
              version(chart),
              releaseName(chart),
              namespace(chart),
              dependencies(chart).stream()
                  .filter(charts::containsKey)
                  .map(name -> new ReleasePlan.ReleaseKey(name, namespace(name)))
                  .toList(),
              source(chart).flatMap(ChartSource::timeout),
              application.files().staticOverrides(chart)));
    }
    return plans;
  }

  /** Depth first; a chart that is on the way to itself closes a circle. */
  private void order(String chart, Set<String> path) {
    if (planned.contains(chart)) {
      return;
    }
    if (!path.add(chart)) {
      source(chart)
          .ifPresent(
              source ->
                  report(
                      source,
                      "charts depend on each other in a circle: "
                          + String.join(" -> ", path)
                          + " -> "
                          + chart));
      return;
    }
    for (String before : dependencies(chart)) {
      if (charts.containsKey(before)) {
        order(before, path);
      } else {
        source(chart)
            .ifPresent(
                source ->
                    report(
                        source,
                        "depends_on names "
                            + before
                            + ", which is no chart of this application; its charts: "
                            + String.join(", ", charts.keySet())));
      }
    }
    path.remove(chart);
    planned.add(chart);
  }

  private List<String> dependencies(String chart) {
    return source(chart).map(ChartSource::dependsOn).orElse(List.of());
  }

  private String namespace(String chart) {
    return source(chart).flatMap(ChartSource::namespace).orElse(application.namespace());
  }

  private String releaseName(String chart) {
    return source(chart)
        .flatMap(ChartSource::releaseName)
        .orElse(application.name().replace('_', '-') + "-" + chart);
  }

  private String version(String chart) {
    return Optional.ofNullable(charts.get(chart)).map(Chart::version).orElse("");
  }

  private Optional<ChartSource> source(String chart) {
    return Optional.ofNullable(sources.get(chart));
  }

  private void differs(ChartSource source, String key, Optional<String> said, String found) {
    if (said.isPresent() && !said.get().equals(found)) {
      report(source, "says " + key + " " + said.get() + ", but " + source.path() + " is " + found);
    }
  }

  private void report(ChartSource source, String message) {
    findings.add(new Finding(source.file(), source.line(), message));
  }
}
