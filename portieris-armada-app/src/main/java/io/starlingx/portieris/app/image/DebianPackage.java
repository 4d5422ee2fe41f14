/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

/**
 * One exact Debian package.
 *
 * @param architecture Debian's name of it, {@code all} included
 * @param sha256 of the {@code .deb} file, in hex
 */
public record DebianPackage(String name, String version, String architecture, String sha256) {

  @Override
  public String toString() {
    return name + " " + version + " " + architecture;
  }
}
