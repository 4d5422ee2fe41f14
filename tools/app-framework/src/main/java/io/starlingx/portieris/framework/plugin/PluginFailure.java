/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.plugin;

import java.io.Serial;

/** A plugin has not done what it was asked for. The message names the plugin and the hook. */
public final class PluginFailure extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  /** What follows from it. */
  public enum Kind {
    /** The operator refuses the operation; the message is its own text. */
    REJECTED,
    /** The operator asks for the apply to be tried again. */
    AGAIN,
    /** The plugin, or what runs it, has failed. */
    FAILED
  }

  private final Kind kind;

  PluginFailure(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  PluginFailure(String message, Throwable cause) {
    super(message, cause);
    this.kind = Kind.FAILED;
  }

  /** What follows from it. */
  public Kind kind() {
    return kind;
  }
}
