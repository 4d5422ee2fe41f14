/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.store;

/** The immediate answer to a request. */
public sealed interface Acceptance {

  /**
   * It was accepted and stored.
   *
   * @param application the application as it stands now
   */
  record Accepted(Application application) implements Acceptance {}

  /**
   * It was refused; nothing changed.
   *
   * @param text why, for the user
   */
  record Refused(String text) implements Acceptance {}
}
