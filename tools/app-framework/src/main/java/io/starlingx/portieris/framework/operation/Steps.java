/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

/** Is told of every step of an operation before it begins, and what holds it up. */
interface Steps {

  /**
   * Says what the operation does now.
   *
   * @throws OperationFailure when it has been aborted, and must do nothing more
   */
  void say(String text) throws OperationFailure;

  /** Whether it has been aborted, for what takes long between two steps. */
  boolean isAborted();

  /** Says what the step under way waits for. */
  void heldUpBy(String text);
}
