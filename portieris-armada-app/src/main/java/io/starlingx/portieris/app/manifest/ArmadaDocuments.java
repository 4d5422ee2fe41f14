/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.manifest;

import io.starlingx.portieris.sysinv.overrides.BlockYaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the Armada manifest of an application that brings none of its own: what its FluxCD tree
 * says, for releases of the platform before FluxCD.
 *
 * @see <a href="https://docs.airshipit.org/armada/operations/documents/v1/authoring.html">Armada:
 *     authoring v1 documents</a>
 */
public final class ArmadaDocuments {

  private static final String DOCUMENT = "metadata/Document/v1";
  private static final int SECONDS = 1800;

  private ArmadaDocuments() {}

  /**
   * The documents: one for each release, one group of them in order, one manifest.
   *
   * @param application its name
   * @param repository the chart repository
   * @param releases in the order in which they are installed, with the values of each
   */
  public static String of(
      String application, String repository, Map<Release, Map<String, Object>> releases) {
    String prefix = prefix(application, List.copyOf(releases.keySet()));
    StringBuilder documents =
        new StringBuilder("# Made from the FluxCD tree, for releases before FluxCD.\n");
    releases.forEach(
        (release, values) ->
            documents.append(
                document("Chart", release.name(), chart(prefix, repository, release, values))));
    String group = application + "-charts";
    Map<String, Object> charts = new LinkedHashMap<>();
    charts.put("description", "The charts of " + application);
    charts.put("sequenced", true);
    charts.put("chart_group", releases.keySet().stream().map(Release::name).toList());
    documents.append(document("ChartGroup", group, charts));
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("release_prefix", prefix);
    manifest.put("chart_groups", List.of(group));
    documents.append(document("Manifest", application + "-manifest", manifest));
    return documents.toString();
  }

  /**
   * What all names of Helm releases begin with, as Armada puts a prefix before each; else the
   * application's name.
   */
  private static String prefix(String application, List<Release> releases) {
    String first = releases.getFirst().releaseName();
    for (int dash = first.lastIndexOf('-'); dash > 0; dash = first.lastIndexOf('-', dash - 1)) {
      String prefix = first.substring(0, dash + 1);
      if (releases.stream()
          .allMatch(
              r ->
                  r.releaseName().startsWith(prefix)
                      && r.releaseName().length() > prefix.length())) {
        return first.substring(0, dash);
      }
    }
    return application;
  }

  private static Map<String, Object> chart(
      String prefix, String repository, Release release, Map<String, Object> values) {
    String name = release.releaseName();
    Map<String, Object> wait = new LinkedHashMap<>();
    wait.put("timeout", SECONDS);
    // The charts' labels are not known here: Helm's own wait does without.
    wait.put("resources", List.of());
    wait.put("native", Map.of("enabled", true));
    Map<String, Object> source = new LinkedHashMap<>();
    source.put("type", "tar");
    source.put(
        "location",
        "http://172.17.0.1:8080/helm_charts/"
            + repository
            + "/"
            + release.chart()
            + "-"
            + release.chartVersion()
            + ".tgz");
    source.put("subpath", release.chart());
    Map<String, Object> chart = new LinkedHashMap<>();
    chart.put("chart_name", release.chart());
    chart.put(
        "release", name.startsWith(prefix + "-") ? name.substring(prefix.length() + 1) : name);
    chart.put("namespace", release.namespace());
    chart.put("wait", wait);
    chart.put("install", Map.of("no_hooks", false));
    chart.put("upgrade", Map.of("no_hooks", false));
    chart.put("values", values);
    chart.put("source", source);
    chart.put("dependencies", List.of());
    return chart;
  }

  private static String document(String kind, String name, Map<String, Object> data) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("schema", DOCUMENT);
    metadata.put("name", name);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "armada/" + kind + "/v1");
    document.put("metadata", metadata);
    document.put("data", data);
    return "---\n" + BlockYaml.write(document);
  }
}
