/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.archive;

import java.util.List;

/** What came of extracting an archive. */
public sealed interface Extraction {

  /**
   * Every member was extracted.
   *
   * @param files the regular files, as paths below the directory with {@code /} between names
   * @param bytes their bytes together
   */
  record Extracted(List<String> files, long bytes) implements Extraction {
    public Extracted {
      files = List.copyOf(files);
    }
  }

  /**
   * The archive is damaged, too large or holds a member that is not extracted.
   *
   * @param reason what is wrong, with the member's name where one is to blame
   */
  record Refused(String reason) implements Extraction {}
}
