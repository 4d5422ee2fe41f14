/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.diff;

import java.util.List;

/**
 * A file that is not the same in both.
 *
 * @param file its path
 * @param diff in unified format without file names, or one line that says what differs; empty when
 *     only one has it
 */
public record FileChange(String file, Change.Kind kind, List<String> diff) {
  public FileChange {
    diff = List.copyOf(diff);
  }
}
