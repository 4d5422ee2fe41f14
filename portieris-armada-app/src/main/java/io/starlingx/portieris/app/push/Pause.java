/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.push;

import java.time.Duration;

/** Waits between two attempts. */
@FunctionalInterface
public interface Pause {
  void pause(Duration duration) throws InterruptedException;

  /** Waits in real time. */
  static Pause real() {
    return Thread::sleep;
  }
}
