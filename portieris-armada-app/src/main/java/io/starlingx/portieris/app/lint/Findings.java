/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects findings that concern the generations asked for; a hostile file cannot flood it. */
final class Findings {

  private static final int MOST_PER_RULE = 100;
  private static final int LONGEST_TEXT = 500;

  private final Set<Sysinv> selected;
  private final List<LintFinding> findings = new ArrayList<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private int omitted;

  Findings(Set<Sysinv> selected) {
    this.selected = Set.copyOf(selected);
  }

  boolean concerns(Sysinv sysinv) {
    return selected.contains(sysinv);
  }

  /** A finding about a whole file. */
  void add(Rule rule, String file, String message) {
    add(rule, file, 0, message);
  }

  void add(Rule rule, String file, int line, String message) {
    List<Sysinv> concerned = rule.concerns().stream().filter(selected::contains).sorted().toList();
    if (concerned.isEmpty()) {
      return;
    }
    if (counts.merge(rule.id(), 1, Integer::sum) > MOST_PER_RULE) {
      omitted++;
      return;
    }
    findings.add(rule.at(printable(file), line, printable(message), concerned));
  }

  LintResult result(List<String> served) {
    return new LintResult(
        selected.stream().sorted().toList(),
        findings.stream().sorted(LintFinding.ORDER).distinct().toList(),
        omitted,
        served);
  }

  /** One line without control characters: names and values come from whoever made the archive. */
  private static String printable(String text) {
    String line = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}]+", "?");
    return line.length() > LONGEST_TEXT ? line.substring(0, LONGEST_TEXT) + "…" : line;
  }
}
