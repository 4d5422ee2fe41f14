/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.plugin;

import java.util.List;
import java.util.Map;

/**
 * Computes the system overrides of one chart of one application: the values between the
 * application's own, which they win over, and the user's, which win over them.
 *
 * <p>Providers are found by {@link java.util.ServiceLoader}, have a public constructor without
 * parameters, and keep no state.
 *
 * @see <a
 *     href="https://docs.starlingx.io/system_configuration/kubernetes/application-commands-and-helm-overrides.html">StarlingX:
 *     Application Commands and Helm Overrides</a>
 */
public interface ChartPlugin {

  /** Name of the application, as {@code app_name} of its metadata. */
  String application();

  /** Name of the chart, as {@code metadata.name} of its HelmRelease. */
  String chart();

  /** Where the chart is installed; at least one namespace. */
  List<String> namespaces();

  /**
   * Helm values: maps, lists, texts, whole numbers and booleans. The same context gives the same
   * values.
   *
   * @param namespace one of {@link #namespaces}
   */
  Map<String, Object> overrides(String namespace, OverrideContext context);
}
