/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import java.util.List;
import java.util.Set;

/**
 * One thing that every application must keep to.
 *
 * @param id its name, {@code group/rule}
 * @param severity how bad it is to break it
 * @param concerns the generations of sysinv that insist on it or suffer from it
 * @param why why it matters
 * @param mend what to do
 */
record Rule(String id, Severity severity, Set<Sysinv> concerns, String why, String mend) {

  private static final Set<Sysinv> EVERY = Set.of(Sysinv.ARMADA, Sysinv.FLUXCD, Sysinv.MASTER);
  private static final Set<Sysinv> FLUX = Set.of(Sysinv.FLUXCD, Sysinv.MASTER);

  Rule {
    concerns = Set.copyOf(concerns);
  }

  static Rule error(String id, String why, String mend) {
    return new Rule(id, Severity.ERROR, EVERY, why, mend);
  }

  static Rule warning(String id, String why, String mend) {
    return new Rule(id, Severity.WARNING, EVERY, why, mend);
  }

  /** The same rule, for releases with FluxCD only. */
  Rule onFlux() {
    return on(FLUX);
  }

  Rule on(Set<Sysinv> generations) {
    return new Rule(id, severity, generations, why, mend);
  }

  LintFinding at(String file, int line, String message, List<Sysinv> sysinv) {
    return new LintFinding(id, severity, sysinv, file, line, message, why, mend);
  }
}
