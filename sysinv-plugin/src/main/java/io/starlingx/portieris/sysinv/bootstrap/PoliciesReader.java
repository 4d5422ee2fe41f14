/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import io.starlingx.portieris.sysinv.bootstrap.TrustPolicy.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code image_trust.policies}. */
final class PoliciesReader {

  /** What the name of every object made from the section begins with. */
  static final String PREFIX = "bootstrap-";

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,200}[a-z0-9])?");
  private static final String NAMES = "lower-case letters, digits, '-' and '.', at most 200";

  private final RuleReader rules;

  PoliciesReader(RuleReader rules) {
    this.rules = rules;
  }

  List<TrustPolicy> read(Value value) {
    List<TrustPolicy> policies = new ArrayList<>();
    Set<String> titles = new HashSet<>();
    for (Value element : value.list("a list of {name, namespace, repositories}")) {
      element
          .section("name, namespace, repositories")
          .map(this::policy)
          .ifPresent(
              policy -> {
                if (!titles.add(policy.namespace() + "/" + policy.name())) {
                  element.missing("name").problem("is there twice", "a name of its own");
                }
                policies.add(policy);
              });
    }
    boolean onlyNamespaced =
        !policies.isEmpty() && policies.stream().allMatch(p -> p.namespace().isPresent());
    if (onlyNamespaced) {
      value.notice(
          "every policy is for one namespace: all other namespaces admit no image at all", "");
    }
    return policies;
  }

  private TrustPolicy policy(Section section) {
    String name = checked(section.need("name", NAMES), NAME, NAMES).map(n -> PREFIX + n).orElse("");
    Optional<String> namespace =
        checked(section.find("namespace"), ImageTrustReader.LABEL, ImageTrustReader.LABELS);
    Optional<Value> repositories = section.need("repositories", RuleReader.RULES);
    List<Rule> read = new ArrayList<>();
    repositories.ifPresent(
        value -> {
          List<Value> elements = value.list(RuleReader.RULES);
          if (elements.isEmpty()) {
            value.problem("is empty: such a policy would refuse every image", RuleReader.RULES);
          }
          boolean namespaced = section.find("namespace").isPresent();
          elements.forEach(e -> rules.read(e, namespaced).ifPresent(read::add));
        });
    section.end();
    return new TrustPolicy(name, namespace, read);
  }

  private static Optional<String> checked(Optional<Value> value, Pattern pattern, String accepted) {
    Optional<String> text = value.flatMap(v -> v.text(accepted));
    if (text.isPresent() && !pattern.matcher(text.get()).matches()) {
      value.ifPresent(v -> v.problem("is not a name that Kubernetes accepts", accepted));
      return Optional.empty();
    }
    return text;
  }
}
