/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One entry of a policy's {@code repositories}.
 *
 * @param name the pattern, see {@link RepositoryPattern}
 * @param mode what a refusal does; of a rule with problems it does not count
 * @param mandatory whether the rule must pass as well where an ImagePolicy decides
 * @param mutateImage whether an image that passed is rewritten to its digest
 * @param requirements all must pass, in the order in which they are checked
 * @param problems what makes the rule unusable, each naming its path; such a rule refuses whatever
 *     it matches
 */
public record RepositoryRule(
    String name,
    Mode mode,
    boolean mandatory,
    boolean mutateImage,
    List<Requirement> requirements,
    List<String> problems) {
  public RepositoryRule {
    requireNonNull(name, "name");
    requireNonNull(mode, "mode");
    requirements = List.copyOf(requirements);
    problems = List.copyOf(problems);
  }

  /** A rule that enforces, and is not mandatory. */
  public RepositoryRule(
      String name, boolean mutateImage, List<Requirement> requirements, List<String> problems) {
    this(name, Mode.ENFORCE, false, mutateImage, requirements, problems);
  }

  /** Whether nothing passes that nobody has signed. */
  public boolean wantsSignature() {
    return requirements.stream()
        .anyMatch(
            requirement ->
                switch (requirement) {
                  case Requirement.Trust trust -> true;
                  case Requirement.SimpleSigning simple ->
                      simple.requirements().stream()
                          .anyMatch(SigningRequirement.SignedBy.class::isInstance);
                  case Requirement.Vulnerability scan -> false;
                });
  }

  RepositoryRule withProblems(List<String> all) {
    return new RepositoryRule(name, mode, mandatory, mutateImage, requirements, all);
  }
}
