/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.override;

import java.nio.file.Path;

/** Values that an operator gives, as YAML. */
public sealed interface GivenValues {

  /** In a file of this machine. */
  record InFile(Path file) implements GivenValues {}

  /**
   * As text, which a client has read.
   *
   * @param name what to call it in messages
   */
  record AsText(String name, String yaml) implements GivenValues {}
}
