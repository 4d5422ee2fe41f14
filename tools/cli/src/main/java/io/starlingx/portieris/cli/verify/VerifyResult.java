/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.verify;

import java.util.List;

/**
 * What a run of the verification came to.
 *
 * @param images in the order in which they were asked about
 * @param warnings for people; they change no decision
 */
public record VerifyResult(List<VerifiedImage> images, List<String> warnings) {
  public VerifyResult {
    images = List.copyOf(images);
    warnings = List.copyOf(warnings);
  }
}
