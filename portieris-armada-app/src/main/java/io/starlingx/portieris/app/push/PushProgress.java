/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.push;

/** Is told how a push goes on. */
public interface PushProgress {

  /**
   * A step begins.
   *
   * @param text what it does, for people
   */
  void step(String text);

  /** So many bytes of the running step's blob are sent. */
  void sent(long bytes, long total);

  /** Tells nobody. */
  static PushProgress silent() {
    return new PushProgress() {
      @Override
      public void step(String text) {}

      @Override
      public void sent(long bytes, long total) {}
    };
  }
}
