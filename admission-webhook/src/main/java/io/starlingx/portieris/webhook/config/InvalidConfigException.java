/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.config;

import java.util.List;

/** The configuration file cannot be used. */
public final class InvalidConfigException extends Exception {

  private final List<String> problems;

  InvalidConfigException(String file, List<String> problems) {
    super(file + " cannot be used:\n  " + String.join("\n  ", problems));
    this.problems = List.copyOf(problems);
  }

  /** Everything that is wrong, each with its key. */
  public List<String> problems() {
    return problems;
  }
}
