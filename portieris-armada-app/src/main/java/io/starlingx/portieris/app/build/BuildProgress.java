/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

/** Is told what a build does next. */
@FunctionalInterface
public interface BuildProgress {

  /**
   * A step begins.
   *
   * @param text what it does, for people
   */
  void step(String text);

  /** Tells nobody. */
  static BuildProgress silent() {
    return text -> {};
  }
}
