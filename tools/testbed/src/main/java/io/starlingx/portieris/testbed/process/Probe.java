/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.process;

import java.io.IOException;

/** Asks a server once whether it is ready. */
@FunctionalInterface
public interface Probe {

  /**
   * Returns whether the server is ready.
   *
   * @throws IOException if it does not answer, which counts as not ready
   */
  boolean isReady() throws IOException, InterruptedException;
}
