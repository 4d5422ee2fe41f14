/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.override;

import java.util.List;

/**
 * What {@code helm-override-update} is asked to do.
 *
 * @param files values; later ones win
 * @param arguments {@code --set} arguments, which win over files
 * @param reuse whether the values set before stay beneath the new ones
 * @param reset whether they are dropped, which is also what happens when neither is asked
 */
public record OverrideRequest(
    List<GivenValues> files, List<String> arguments, boolean reuse, boolean reset) {

  public OverrideRequest {
    files = List.copyOf(files);
    arguments = List.copyOf(arguments);
  }
}
