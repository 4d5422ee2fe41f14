/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.plugin;

import java.util.List;
import java.util.Map;

/**
 * What chart plugins have computed.
 *
 * @param values by HelmRelease and namespace
 * @param removed HelmReleases that are not to be deployed
 */
public record PluginOverrides(
    Map<String, Map<String, Map<String, Object>>> values, List<String> removed) {

  /** Of an application without Python. */
  public static final PluginOverrides NONE = new PluginOverrides(Map.of(), List.of());

  public PluginOverrides {
    values = Map.copyOf(values);
    removed = List.copyOf(removed);
  }
}
