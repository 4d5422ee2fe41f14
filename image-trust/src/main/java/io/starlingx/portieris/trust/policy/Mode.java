/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import java.util.Arrays;
import java.util.List;

/** What follows when a rule's checks are not passed, or could not be made. */
public enum Mode {
  /** The image is refused. */
  ENFORCE("Enforce"),
  /** The image is admitted as it stands, and whoever submitted it is warned. */
  WARN("Warn"),
  /** The image is admitted as it stands; only the audit log and metrics tell. */
  AUDIT("Audit");

  private final String word;

  Mode(String word) {
    this.word = word;
  }

  /** The word that stands in a policy. */
  public String word() {
    return word;
  }

  /** Every word, the default first. */
  static List<String> words() {
    return Arrays.stream(values()).map(Mode::word).toList();
  }

  static Mode of(String word) {
    return Arrays.stream(values()).filter(m -> m.word.equals(word)).findFirst().orElse(ENFORCE);
  }
}
