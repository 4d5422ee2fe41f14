/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.override;

/**
 * The answer to an override command.
 *
 * @param <T> what was asked for
 */
public sealed interface OverrideAnswer<T> {

  /** What was asked for. */
  record Done<T>(T value) implements OverrideAnswer<T> {}

  /**
   * Nothing changed.
   *
   * @param text why, for the user
   */
  record Refused<T>(String text) implements OverrideAnswer<T> {}
}
