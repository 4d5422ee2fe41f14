/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.debian;

import io.starlingx.portieris.testbed.TestbedException;
import java.nio.file.Path;

/** Where Debian packages come from. */
@FunctionalInterface
public interface PackageSource {

  /**
   * Downloads a package and unpacks its files.
   *
   * @throws TestbedException if it cannot be had, with the reason
   */
  void unpack(String debianPackage, Path directory);
}
