/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Has a program do what it will do in production, while its virtual machine takes notes. */
@FunctionalInterface
public interface AotTraining {

  /**
   * Starts the program, puts it to work and lets it end in order: the notes are written at its end.
   *
   * @param command starts the program, without the program's own arguments
   * @param work an empty folder
   * @throws IOException when a file cannot be written or the program cannot be started
   * @throws ImageException when the program does not do its work; says how it failed
   */
  void run(List<String> command, Path work) throws IOException, ImageException;
}
