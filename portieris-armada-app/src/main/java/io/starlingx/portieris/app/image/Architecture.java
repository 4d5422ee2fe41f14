/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

/** The processor that this runs on and that the image, whose runtime is linked here, is for. */
public final class Architecture {

  private Architecture() {}

  /** As Debian and the OCI image specification name it. */
  public static String current() {
    String name = System.getProperty("os.arch");
    return switch (name) {
      case "amd64", "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> name;
    };
  }
}
