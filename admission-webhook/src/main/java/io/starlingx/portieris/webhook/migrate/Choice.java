/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.migrate;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.policy.RepositoryRule;
import io.starlingx.portieris.trust.policy.Requirement;
import io.starlingx.portieris.trust.policy.RuleMatch;
import io.starlingx.portieris.trust.policy.Selection;
import java.util.Optional;
import java.util.stream.Stream;

/** The rule that decides about an image, seen from what it asks for. */
record Choice(Selection selection) {
  Choice {
    requireNonNull(selection, "selection");
  }

  Optional<RuleMatch> match() {
    return selection instanceof Selection.Chosen(RuleMatch match)
        ? Optional.of(match)
        : Optional.empty();
  }

  private Optional<RepositoryRule> rule() {
    return match().map(RuleMatch::rule);
  }

  /** Whether it admits whatever it matches. */
  boolean checksNothing() {
    return rule()
        .filter(rule -> rule.problems().isEmpty() && rule.requirements().isEmpty())
        .isPresent();
  }

  /** What it asks for of that kind. */
  <R extends Requirement> Stream<R> requirements(Class<R> kind) {
    return rule().stream()
        .flatMap(rule -> rule.requirements().stream())
        .filter(kind::isInstance)
        .map(kind::cast);
  }

  /** Whether both ask for the same, by whatever rule. */
  boolean asksTheSameAs(Choice other) {
    Optional<RepositoryRule> mine = rule();
    Optional<RepositoryRule> theirs = other.rule();
    if (mine.isEmpty() || theirs.isEmpty()) {
      return mine.isEmpty() == theirs.isEmpty();
    }
    return (checksNothing() && other.checksNothing()) || sameChecks(mine.get(), theirs.get());
  }

  private static boolean sameChecks(RepositoryRule a, RepositoryRule b) {
    return a.requirements().equals(b.requirements())
        && a.mutateImage() == b.mutateImage()
        && a.mode() == b.mode()
        && a.problems().equals(b.problems());
  }

  /** For people. */
  String text() {
    return match()
        .map(
            match ->
                match.title()
                    + (checksNothing()
                        ? ", admits without a check"
                        : match.rule().problems().isEmpty()
                            ? ", checks it"
                            : ", cannot be used and denies"))
        .orElse("no rule matches, so it is denied");
  }
}
