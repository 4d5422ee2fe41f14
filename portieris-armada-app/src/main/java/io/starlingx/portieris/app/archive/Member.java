/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.archive;

/**
 * One member of an archive as its header has it.
 *
 * @param name as written
 * @param kind what it is
 * @param mode permission bits
 * @param size bytes of its content
 * @param path where it belongs below the directory of extraction, with {@code /} between names;
 *     empty for the directory itself and for a name that leads nowhere
 * @param problem why it is extracted nowhere; empty when nothing speaks against its name
 */
public record Member(String name, Kind kind, int mode, long size, String path, String problem) {

  /** What a member is. */
  public enum Kind {
    FILE,
    DIRECTORY,
    LINK,
    DEVICE
  }

  /** Whether this is a regular file that has a place. */
  public boolean isFile() {
    return kind == Kind.FILE && problem.isEmpty();
  }
}
