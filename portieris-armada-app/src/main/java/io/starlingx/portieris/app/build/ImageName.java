/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

/** Where a container image is pulled from. */
public record ImageName(String repository, String tag) {

  @Override
  public String toString() {
    return repository + ":" + tag;
  }
}
