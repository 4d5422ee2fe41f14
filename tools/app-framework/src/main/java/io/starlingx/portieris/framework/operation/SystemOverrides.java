/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.framework.cluster.ClusterPlatform;
import io.starlingx.portieris.framework.manifest.FluxManifests;
import io.starlingx.portieris.framework.manifest.HelmRelease;
import io.starlingx.portieris.framework.manifest.ManifestException;
import io.starlingx.portieris.framework.manifest.YamlFile;
import io.starlingx.portieris.framework.plugin.PluginFailure;
import io.starlingx.portieris.framework.plugin.PluginOverrides;
import io.starlingx.portieris.framework.plugin.PythonPlugins;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ApplicationStore;
import io.starlingx.portieris.framework.store.ChartOverride;
import io.starlingx.portieris.framework.view.YamlText;
import io.starlingx.portieris.sysinv.plugin.ChartPlugin;
import io.starlingx.portieris.sysinv.plugin.ChartPlugins;
import io.starlingx.portieris.sysinv.plugin.OverrideContext;
import io.starlingx.portieris.sysinv.plugin.Platform;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The values that plugins give an application's charts: those in its wheels, as fits the cluster,
 * and what the chart plugins of this program make of them.
 */
final class SystemOverrides {

  private final ApplicationStore store;
  private final ChartPlugins plugins;
  private final KubernetesClient client;
  private final PythonPlugins python;

  SystemOverrides(
      ApplicationStore store, ChartPlugins plugins, KubernetesClient client, PythonPlugins python) {
    this.store = store;
    this.plugins = plugins;
    this.client = client;
    this.python = python;
  }

  /**
   * What an application is applied with.
   *
   * @param manifests its manifests, without the releases that a plugin takes out
   * @param charts the overrides of its charts
   */
  record Overridden(FluxManifests manifests, List<ChartOverride> charts) {}

  /**
   * Values by HelmRelease and namespace.
   *
   * @throws OperationFailure when a file of a wheel is not as it should be
   */
  Map<String, Map<String, Map<String, Object>>> compute(
      Application application, FluxManifests manifests, OperationLog log)
      throws OperationFailure, ManifestException, IOException {
    return values(application, manifests, python(application, log), log);
  }

  private PluginOverrides python(Application application, OperationLog log)
      throws OperationFailure, IOException {
    try {
      return python.overrides(application, log::write);
    } catch (PluginFailure e) {
      throw OperationFailure.of(e);
    }
  }

  private Map<String, Map<String, Map<String, Object>>> values(
      Application application, FluxManifests manifests, PluginOverrides python, OperationLog log)
      throws OperationFailure, ManifestException, IOException {
    Platform platform = ClusterPlatform.of(client);
    Map<String, Map<String, Map<String, Object>>> values =
        WheelPlugin.of(application, log).values(platform);
    for (ChartPlugin plugin : plugins.of(application.name())) {
      // Another project's application of the same name has other values.
      if (values.containsKey(plugin.chart())) {
        Map<String, Map<String, Object>> namespaces = new TreeMap<>(values.get(plugin.chart()));
        for (String namespace : plugin.namespaces()) {
          OverrideContext context =
              new OverrideContext(
                  Optional.empty(),
                  shipped(manifests, plugin.chart()),
                  namespaces.getOrDefault(namespace, Map.of()),
                  user(application, plugin.chart(), namespace),
                  platform);
          namespaces.put(namespace, plugin.overrides(namespace, context));
        }
        values.put(plugin.chart(), namespaces);
      }
    }
    values.putAll(python.values());
    return values;
  }

  /** The application's overrides with these values computed anew; nothing is stored. */
  Overridden current(Application application, FluxManifests manifests, OperationLog log)
      throws OperationFailure, ManifestException, IOException {
    PluginOverrides computed = python(application, log);
    return new Overridden(
        manifests.without(computed.removed()),
        charts(application, values(application, manifests, computed, log)));
  }

  private List<ChartOverride> charts(
      Application application, Map<String, Map<String, Map<String, Object>>> values) {
    return store.overrides().of(application.id()).stream()
        .map(
            chart ->
                Optional.ofNullable(
                        values.getOrDefault(chart.chart(), Map.of()).get(chart.namespace()))
                    .map(YamlText::flow)
                    .map(chart::withSystem)
                    .orElse(chart))
        .toList();
  }

  /** Computes them anew, for the platform and the user may have changed, and stores them. */
  Overridden refresh(Application application, FluxManifests manifests, OperationLog log)
      throws OperationFailure, ManifestException, IOException {
    Overridden current = current(application, manifests, log);
    current.charts().forEach(chart -> store.overrides().setSystem(application.id(), chart));
    return current;
  }

  private static Map<String, Object> shipped(FluxManifests manifests, String chart)
      throws ManifestException {
    for (HelmRelease release : manifests.releases()) {
      if (release.name().equals(chart)) {
        return YamlFile.read(release.staticOverrides());
      }
    }
    return Map.of();
  }

  private Map<String, Object> user(Application application, String chart, String namespace)
      throws ManifestException {
    for (ChartOverride row : store.overrides().of(application.id())) {
      if (row.chart().equals(chart) && row.namespace().equals(namespace)) {
        return YamlFile.parse("user overrides of " + chart, row.user().orElse(""));
      }
    }
    return Map.of();
  }
}
