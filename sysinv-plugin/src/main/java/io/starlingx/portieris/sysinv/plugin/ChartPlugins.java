/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.plugin;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The chart plugins that there are. */
public final class ChartPlugins {

  private final List<ChartPlugin> plugins;

  public ChartPlugins(List<ChartPlugin> plugins) {
    this.plugins = List.copyOf(plugins);
  }

  /**
   * Those on the class path.
   *
   * @throws java.util.ServiceConfigurationError when one of them cannot be loaded
   */
  public static ChartPlugins load() {
    return new ChartPlugins(
        ServiceLoader.load(ChartPlugin.class, ChartPlugin.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList());
  }

  /** The plugins of an application, in the order in which they were found. */
  public List<ChartPlugin> of(String application) {
    return plugins.stream().filter(plugin -> plugin.application().equals(application)).toList();
  }

  /** The plugin of one chart. */
  public Optional<ChartPlugin> find(String application, String chart) {
    return of(application).stream().filter(plugin -> plugin.chart().equals(chart)).findFirst();
  }
}
