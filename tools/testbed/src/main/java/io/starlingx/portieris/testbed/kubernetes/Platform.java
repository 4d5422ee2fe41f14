/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.kubernetes;

import java.util.Locale;

/**
 * The machine in the terms of the Go world.
 *
 * @param os for example {@code linux}
 * @param architecture for example {@code amd64}
 */
record Platform(String os, String architecture) {

  static Platform current() {
    String architecture = System.getProperty("os.arch", "");
    return new Platform(
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT),
        architecture.equals("aarch64") ? "arm64" : architecture);
  }

  /** {@code 1.34.4-linux-amd64}: names a folder of the cache. */
  String folder(String version) {
    return version + "-" + os + "-" + architecture;
  }
}
