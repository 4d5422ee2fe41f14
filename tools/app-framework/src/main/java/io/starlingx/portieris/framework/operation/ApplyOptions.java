/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.starlingx.portieris.framework.manifest.HelmRelease;
import java.util.Optional;
import java.util.function.Function;

/**
 * How releases are applied.
 *
 * @param isClientSide whether Flux is to compute the objects of charts instead of the API server
 * @param moment values of the moment for a release, as YAML, which win over all others
 */
record ApplyOptions(boolean isClientSide, Function<HelmRelease, Optional<String>> moment) {

  /** Computed by the server, with no values but the application's own. */
  static final ApplyOptions USUAL = withClientSide(false);

  static ApplyOptions withClientSide(boolean isClientSide) {
    return new ApplyOptions(isClientSide, release -> Optional.empty());
  }

  static ApplyOptions withMoment(Function<HelmRelease, Optional<String>> moment) {
    return new ApplyOptions(false, moment);
  }
}
