/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.migrate;

import static java.util.Objects.requireNonNull;

/**
 * Something that is decided otherwise here.
 *
 * @param check what found it; a heading of the migration guide
 * @param object kind and name, and the image, rule or entry where there is one
 * @param before what upstream does
 * @param here what this product does
 * @param mend how to get the verdict that is wanted
 */
public record MigrationFinding(
    String check, String object, String before, String here, String mend) {
  public MigrationFinding {
    requireNonNull(check, "check");
    requireNonNull(object, "object");
    requireNonNull(before, "before");
    requireNonNull(here, "here");
    requireNonNull(mend, "mend");
  }
}
