/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.archive;

import java.util.Map;

/**
 * What was read of an archive into memory.
 *
 * @param salvage its members
 * @param files the content of the chosen files, by path
 */
public record ArchiveContents(Salvage salvage, Map<String, byte[]> files) {

  public ArchiveContents {
    files = Map.copyOf(files);
  }
}
