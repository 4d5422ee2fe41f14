/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.starlingx.portieris.app.upload.AppMetadata;
import io.starlingx.portieris.app.wheel.PluginLifecycle;
import io.starlingx.portieris.framework.manifest.ManifestException;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ApplicationStore;
import io.starlingx.portieris.framework.store.ChartOverride;
import io.starlingx.portieris.framework.store.Reuse;
import java.util.List;
import java.util.Optional;

/**
 * Takes user overrides and attributes from one version to another, for charts that both have by
 * name and namespace. What the command asks for wins over what the new version's metadata says.
 */
final class CarryOver {

  private final ApplicationStore store;

  CarryOver(ApplicationStore store) {
    this.store = store;
  }

  /**
   * Takes them over.
   *
   * @param lifecycle how the new version wants the former one's overrides changed
   * @throws OperationFailure when the new version does not take one of them
   */
  void run(
      Application application,
      Application former,
      Optional<AppMetadata> metadata,
      PluginLifecycle lifecycle)
      throws OperationFailure, ManifestException {
    Reuse reuse = store.versions().reuse(application.id());
    boolean isOverrides =
        reuse
            .userOverrides()
            .orElse(metadata.map(AppMetadata::maintainUserOverrides).orElse(false));
    boolean isAttributes =
        reuse.attributes().orElse(metadata.map(AppMetadata::maintainAttributes).orElse(false));
    List<ChartOverride> before = store.overrides().of(former.id());
    UserOverrides overrides = UserOverrides.of(isOverrides ? before : List.of());
    Optional<String> refusal = overrides.refusal(lifecycle.overrides());
    if (refusal.isPresent()) {
      throw new OperationFailure(refusal.get());
    }
    overrides.adapt(lifecycle.overrides());
    for (ChartOverride chart : store.overrides().of(application.id())) {
      store
          .overrides()
          .carryOver(
              application.id(),
              new ChartOverride(
                  chart.chart(),
                  chart.namespace(),
                  isAttributes ? isEnabled(chart, before) : chart.enabled(),
                  chart.system(),
                  overrides.text(chart.chart(), chart.namespace())));
    }
  }

  private static boolean isEnabled(ChartOverride chart, List<ChartOverride> before) {
    return before.stream()
        .filter(b -> b.chart().equals(chart.chart()) && b.namespace().equals(chart.namespace()))
        .map(ChartOverride::enabled)
        .findFirst()
        .orElse(chart.enabled());
  }
}
