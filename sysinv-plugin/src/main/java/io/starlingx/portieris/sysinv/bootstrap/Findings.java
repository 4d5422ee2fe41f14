/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what the readers find. A second problem at the same place is left out. */
final class Findings {

  private final List<Finding> problems = new ArrayList<>();
  private final List<Finding> notices = new ArrayList<>();

  void problem(Finding problem) {
    if (problems.stream().noneMatch(other -> isSamePlace(other, problem))) {
      problems.add(problem);
    }
  }

  void notice(Finding notice) {
    if (!notices.contains(notice)) {
      notices.add(notice);
    }
  }

  /** In the order of the files' lines, file by file. */
  List<Finding> problems() {
    List<String> files = problems.stream().map(Finding::file).distinct().toList();
    return problems.stream()
        .sorted(
            Comparator.comparingInt((Finding problem) -> files.indexOf(problem.file()))
                .thenComparingInt(Finding::line))
        .toList();
  }

  List<Finding> notices() {
    return List.copyOf(notices);
  }

  private static boolean isSamePlace(Finding one, Finding other) {
    return one.file().equals(other.file())
        && one.line() == other.line()
        && one.path().equals(other.path());
  }
}
