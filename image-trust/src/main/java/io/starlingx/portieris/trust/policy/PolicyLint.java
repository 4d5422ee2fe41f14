/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds what is wrong with policies, or hardly meant, before a cluster has to live with it. Looks
 * at the objects alone; no server is asked.
 */
public final class PolicyLint {

  /** The check that finds fields that nobody knows. */
  public static final String UNKNOWN_FIELD = "rules/unknown-field";

  private PolicyLint() {}

  /** The findings about one ImagePolicy or ClusterImagePolicy, in document order. */
  public static List<PolicyFinding> lint(JsonNode object) {
    return check(List.of(object)).getFirst().findings();
  }

  /**
   * The findings about each ImagePolicy or ClusterImagePolicy, in the order of the objects. Rules
   * are compared with those of the other policies of their namespace, or of the cluster.
   */
  public static List<LintedPolicy> check(List<JsonNode> objects) {
    List<ImagePolicy> policies = objects.stream().map(PolicyReader::read).toList();
    ShadowedRules shadowed = new ShadowedRules(policies);
    List<LintedPolicy> linted = new ArrayList<>();
    for (int i = 0; i < policies.size(); i++) {
      ImagePolicy policy = policies.get(i);
      linted.add(new LintedPolicy(policy, check(i, policy, objects.get(i), shadowed)));
    }
    return linted;
  }

  private static List<PolicyFinding> check(
      int index, ImagePolicy policy, JsonNode object, ShadowedRules shadowed) {
    List<PolicyFinding> findings = new ArrayList<>();
    if (policy.repositories().isEmpty() && policy.exemptions().isEmpty()) {
      findings.add(noRules(policy));
    }
    policy.problems().forEach(problem -> findings.add(uselessExemption(problem)));
    JsonNode rules = object.path("spec").path("repositories");
    for (int i = 0; i < policy.repositories().size(); i++) {
      RepositoryRule rule = policy.repositories().get(i);
      String path = "spec.repositories[" + i + "]";
      rule.problems().forEach(problem -> findings.add(unusable(path, problem)));
      findings.addAll(PatternLint.check(rule.name(), path + ".name"));
      shadowed.find(index, i, path + ".name").ifPresent(findings::add);
      if (policy.namespace().isPresent() && rule.mode() != Mode.ENFORCE) {
        findings.add(modeOfTenant(path + ".mode", rule.mode()));
      }
      if (rule.problems().isEmpty()) {
        findings.addAll(
            RequirementLint.check(rule, rules.path(i).path("policy"), path + ".policy"));
      }
    }
    return findings.stream().distinct().toList();
  }

  private static PolicyFinding noRules(ImagePolicy policy) {
    return PolicyFinding.warning(
        "rules/none",
        "spec.repositories",
        policy.namespace().isPresent()
            ? "there is no rule, so nothing may run in this namespace: policies of a namespace hide"
                + " the cluster's"
            : "there is no rule, so this policy decides nothing",
        "add a rule, or delete the policy");
  }

  private static PolicyFinding modeOfTenant(String path, Mode mode) {
    return PolicyFinding.warning(
        "mode/namespaced",
        path,
        mode.word()
            + " counts in an ImagePolicy only where the chart's policies.allowNamespacedModes is"
            + " true; else the rule enforces",
        "have the operator allow it, or write the rule into a ClusterImagePolicy");
  }

  private static PolicyFinding uselessExemption(String problem) {
    int colon = problem.indexOf(": ");
    return PolicyFinding.error(
        problem.contains(": " + PolicyFields.UNKNOWN) ? UNKNOWN_FIELD : "exemptions/unusable",
        problem.substring(0, colon),
        problem.substring(colon + 2) + "; nothing is exempted by it",
        "correct or remove the exemption");
  }

  /** Problems of fields beside the rules say their own path. */
  private static PolicyFinding unusable(String rulePath, String problem) {
    int colon = problem.indexOf(": ");
    boolean hasPath = problem.startsWith("spec") && colon > 0;
    return PolicyFinding.error(
        problem.contains(": " + PolicyFields.UNKNOWN) ? UNKNOWN_FIELD : "rules/unusable",
        hasPath ? problem.substring(0, colon) : rulePath,
        (hasPath ? problem.substring(colon + 2) : problem) + "; the rule denies what it matches",
        "correct or remove the field");
  }
}
