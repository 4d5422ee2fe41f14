/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Starts this program again, as a process of its own that outlives this one. */
@FunctionalInterface
public interface WorkerLauncher {

  /**
   * Starts it.
   *
   * @param arguments its command line
   * @param output the file to which it writes
   * @throws IOException when no process can be started
   */
  ProcessHandle start(List<String> arguments, Path output) throws IOException;
}
