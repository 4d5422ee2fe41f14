/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.crds;

/** One definition and what was done about it. */
public record AppliedDefinition(String name, Change change) {

  /** What the API server made of it. */
  public enum Change {
    CREATED,
    UPDATED,
    UNCHANGED
  }
}
