/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import java.util.List;
import java.util.Optional;

/** The configured trust servers, {@code defaults} among them when it names one. */
record NotaryServers(List<NotaryServer> entries) {
  NotaryServers {
    entries = List.copyOf(entries);
  }

  /** The entry of exactly this registry. */
  Optional<NotaryServer> of(String registry) {
    return entries.stream().filter(entry -> entry.registry().equals(registry)).findFirst();
  }
}
