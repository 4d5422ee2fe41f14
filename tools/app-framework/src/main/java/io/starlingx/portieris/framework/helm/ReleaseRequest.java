/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.helm;

import io.starlingx.portieris.framework.manifest.HelmRelease;
import java.nio.file.Path;
import java.util.List;

/**
 * A release that is to be brought to a state.
 *
 * @param release what the manifests say of it
 * @param chart directory of its chart
 * @param values files of values; later ones win
 * @param isEnabled whether to wait for it and to hear whether it succeeds
 * @param isClientSide whether Flux is to compute its objects instead of the API server
 */
public record ReleaseRequest(
    HelmRelease release, Path chart, List<Path> values, boolean isEnabled, boolean isClientSide) {

  public ReleaseRequest {
    values = List.copyOf(values);
  }
}
