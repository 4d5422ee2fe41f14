/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.bundle;

import io.starlingx.portieris.app.upload.AppMetadata;
import io.starlingx.portieris.app.upload.AppMetadata.Behavior;
import io.starlingx.portieris.app.upload.AppMetadata.Dependency;
import io.starlingx.portieris.app.upload.AppMetadata.ParentException;
import io.starlingx.portieris.app.upload.AppMetadata.Upgrades;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Metadata of which only what decides about an update matters. */
final class ManagedApplication {

  private ManagedApplication() {}

  static AppMetadata of(
      String name,
      String version,
      boolean isManaged,
      List<Dependency> dependencies,
      List<ParentException> exceptions,
      String appClass) {
    return new AppMetadata(
        name,
        version,
        "starlingx",
        List.of(),
        false,
        false,
        Optional.empty(),
        new Upgrades(true, false, List.of(), true),
        new Behavior(isManaged, "", List.of(), List.of()),
        Map.of(),
        dependencies,
        exceptions,
        appClass);
  }
}
