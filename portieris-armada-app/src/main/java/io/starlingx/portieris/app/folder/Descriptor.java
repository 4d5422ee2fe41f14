/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.folder;

import io.starlingx.portieris.app.AppVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a descriptor says; what it leaves open comes from the folder's other files.
 *
 * @param charts empty when it names none
 */
record Descriptor(
    Optional<String> name,
    Optional<AppVersion> version,
    Optional<String> namespace,
    List<ChartSource> charts,
    Optional<String> helmRepository,
    Map<String, Object> metadata,
    boolean withArmada,
    boolean withPlugin) {

  Descriptor {
    charts = List.copyOf(charts);
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
        false);
  }
}
