/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of the jar that this runs from. */
final class ProductVersion implements IVersionProvider {

  /** The version alone. */
  static String text() {
    return Optional.ofNullable(ProductVersion.class.getPackage().getImplementationVersion())
        .orElse("(unpackaged)");
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "portieris " + text(), "java " + Runtime.version(),
    };
  }
}
