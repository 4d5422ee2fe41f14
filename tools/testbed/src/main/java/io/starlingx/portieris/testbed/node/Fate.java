/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.node;

/** What becomes of a container. */
public sealed interface Fate {

  /** It runs and is ready; in a pod that does not restart it, it ends well. */
  record Runs() implements Fate {}

  /**
   * It starts and ends, again and again.
   *
   * @param exitCode other than 0
   * @param log what it wrote
   */
  record Crashes(int exitCode, String log) implements Fate {}

  /**
   * It does not start, for its image cannot be had.
   *
   * @param message what the registry said
   */
  record NotPulled(String message) implements Fate {}
}
