/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** What reading bootstrap files led to. */
public sealed interface BootstrapResult {

  /**
   * Every section that matters here is as it should be.
   *
   * @param notices in the order of the sections
   */
  record Valid(BootstrapConfig config, List<Finding> notices) implements BootstrapResult {
    public Valid {
      requireNonNull(config, "config");
      notices = List.copyOf(notices);
    }
  }

  /**
   * Something must be corrected first.
   *
   * @param problems all of them, at least one
   */
  record Invalid(List<Finding> problems) implements BootstrapResult {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }
}
