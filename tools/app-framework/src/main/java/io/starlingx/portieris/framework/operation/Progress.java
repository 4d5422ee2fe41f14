/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

/** Hears how far an operation is. */
@FunctionalInterface
public interface Progress {

  /** What the operation does now. */
  void say(String text);

  /** What it waits for, when that lasts. */
  default void heldUpBy(String text) {}
}
