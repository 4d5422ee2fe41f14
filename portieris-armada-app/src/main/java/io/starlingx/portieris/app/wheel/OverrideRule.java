/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.wheel;

/** What becomes of a user override of another version of the application. */
public sealed interface OverrideRule {

  /** The chart whose override it is. */
  String chart();

  String namespace();

  /** Path of the override's key, such as {@code image.image}. */
  String key();

  /** It moves to another key or chart, unless there is an override there. */
  record Move(String chart, String namespace, String key, String toChart, String toKey)
      implements OverrideRule {}

  /**
   * It holds the earlier value of another override, {@code ~} for none, which is put back.
   *
   * @param value the other override's path
   */
  record Restore(String chart, String namespace, String key, String value)
      implements OverrideRule {}

  /** It means nothing any more and goes. */
  record Drop(String chart, String namespace, String key) implements OverrideRule {}

  /**
   * The application cannot be applied or updated while it is there.
   *
   * @param reason what to do about it
   */
  record Refuse(String chart, String namespace, String key, String reason)
      implements OverrideRule {}
}
