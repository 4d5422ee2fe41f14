/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.kubernetes;

import io.starlingx.portieris.testbed.TestbedException;
import java.nio.file.Path;

/** One way to obtain the programs. */
interface ProgramSource {

  /** The way in a few words, for the message that names them all. */
  String way();

  /** The version of the programs that it gives. */
  String version();

  /**
   * Puts the programs into an empty folder.
   *
   * @return where they came from, for messages
   * @throws TestbedException if this way is not open here, with the reason
   */
  String obtain(Path directory);
}
