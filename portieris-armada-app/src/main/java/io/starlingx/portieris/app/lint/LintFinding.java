/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import java.util.Comparator;
import java.util.List;

/**
 * One thing that is wrong with an application.
 *
 * @param rule the rule's name, {@code group/rule}
 * @param severity how bad it is
 * @param sysinv the generations that it concerns, of those asked for
 * @param file the member of the tarball or file of the folder; the tarball itself where no member
 *     is to blame
 * @param line from 1; 0 when the whole file is meant
 * @param message what is wrong; sysinv's own text where it has one
 * @param why why it matters
 * @param mend what to do
 */
public record LintFinding(
    String rule,
    Severity severity,
    List<Sysinv> sysinv,
    String file,
    int line,
    String message,
    String why,
    String mend) {

  /** By file, line and rule. */
  static final Comparator<LintFinding> ORDER =
      Comparator.comparing((LintFinding finding) -> !finding.rule().equals(MemberChecks.DAMAGE))
          .thenComparing(LintFinding::file)
          .thenComparingInt(LintFinding::line)
          .thenComparing(LintFinding::rule)
          .thenComparing(LintFinding::message);

  public LintFinding {
    sysinv = List.copyOf(sysinv);
  }
}
