/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed;

/** Is told of what takes long while the test bed is prepared. */
public interface Progress {

  /** A new step begins. */
  void step(String text);

  /** The current step has come to a point, for example {@code 640 packages, 75 s}. */
  void update(String text);

  /** Says nothing. */
  static Progress silent() {
    return new Progress() {
      @Override
      public void step(String text) {}

      @Override
      public void update(String text) {}
    };
  }

  /** Prints plain lines, for tests that have to obtain something first. */
  static Progress onStandardError() {
    return new Progress() {
      @Override
      public void step(String text) {
        System.err.println(text);
      }

      @Override
      public void update(String text) {
        System.err.println("  " + text);
      }
    };
  }
}
