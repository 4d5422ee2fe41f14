/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import java.util.List;

/**
 * Everything found in an application.
 *
 * @param sysinv the generations it was checked for
 * @param findings in order of file, line and rule
 * @param omitted how many more there are, of rules that were broken very often
 * @param served each Flux API version in it with the controllers that serve it: an upload is taken
 *     in any case, but applied only where these run
 */
public record LintResult(
    List<Sysinv> sysinv, List<LintFinding> findings, int omitted, List<String> served) {

  public LintResult {
    sysinv = List.copyOf(sysinv);
    findings = List.copyOf(findings);
    served = List.copyOf(served);
  }

  /** How many findings have that severity. */
  public long count(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }
}
