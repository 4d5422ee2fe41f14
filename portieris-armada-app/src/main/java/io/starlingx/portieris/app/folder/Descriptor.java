/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.folder;

import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.wheel.CoreMetadata;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a descriptor says; what it leaves open comes from the folder's other files.
 *
 * @param charts empty when it names none
 * @param origin what a plugin that is made tells of its origin
 * @param notices what it leaves out that platforms demand, and that is filled in
 */
record Descriptor(
    Optional<String> name,
    Optional<AppVersion> version,
    Optional<String> namespace,
    List<ChartSource> charts,
    Optional<String> helmRepository,
    Map<String, Object> metadata,
    boolean withArmada,
    boolean withPlugin,
    CoreMetadata origin,
    List<Finding> notices) {

  Descriptor {
    charts = List.copyOf(charts);
    notices = List.copyOf(notices);
  }

  /** Says nothing. */
  static Descriptor none() {
    return new Descriptor(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Map.of(),
        true,
        false,
        CoreMetadata.none(),
        List.of());
  }
}
