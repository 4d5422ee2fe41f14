/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.verify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.trust.policy.Explanation;
import io.starlingx.portieris.trust.policy.Explanation.Considered;
import io.starlingx.portieris.trust.policy.Mode;
import io.starlingx.portieris.trust.policy.RuleMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Why a rule decides, rule by rule. */
final class ExplanationReport {

  /** Rules that do not match are many in large clusters, and all alike. */
  private static final int MOST_WITHOUT_MATCH = 20;

  private ExplanationReport() {}

  /** For people: how the image was spelled, then one line per rule. */
  static List<String> lines(Explanation explanation) {
    List<String> lines = new ArrayList<>();
    lines.add("patterns are tried on " + String.join(" and ", explanation.spellings()));
    lines.add(
        explanation.namespaced()
            ? "the namespace has ImagePolicies, which hide the cluster's"
            : "no ImagePolicy is in the namespace, so ClusterImagePolicies count");
    List<Considered> rules = explanation.considered();
    long matching = rules.stream().filter(Considered::matches).count();
    long shown = Math.min(rules.size(), matching + MOST_WITHOUT_MATCH);
    int widest =
        rules.stream().limit(shown).mapToInt(r -> r.rule().title().length()).max().orElse(0);
    for (int i = 0; i < shown; i++) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s score %3d  %-" + Math.max(widest, 1) + "s  %s",
              i == 0 && matching > 0 ? ">" : " ",
              rules.get(i).score(),
              rules.get(i).rule().title(),
              why(rules, i) + (i == 0 && matching > 0 ? mode(rules.get(i).rule()) : "")));
    }
    if (shown < rules.size()) {
      lines.add("  and " + (rules.size() - shown) + " more that do not match");
    }
    explanation
        .mandatory()
        .ifPresent(rule -> lines.add("mandatory as well: " + rule.title() + mode(rule)));
    explanation
        .exemption()
        .ifPresent(exemption -> lines.add(exemption.title() + ", because: " + exemption.reason()));
    return lines;
  }

  private static String mode(RuleMatch rule) {
    Mode mode = rule.rule().mode();
    return mode == Mode.ENFORCE ? "" : "; mode " + mode.word() + " admits although refused";
  }

  /** For programs. */
  static ObjectNode json(Explanation explanation) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    ArrayNode spellings = object.putArray("spellings");
    explanation.spellings().forEach(spellings::add);
    object.put("policies", explanation.namespaced() ? "ImagePolicy" : "ClusterImagePolicy");
    ArrayNode rules = object.putArray("rules");
    for (int i = 0; i < explanation.considered().size(); i++) {
      Considered considered = explanation.considered().get(i);
      ObjectNode rule =
          rules
              .addObject()
              .put("rule", considered.rule().title())
              .put("decides", i == 0 && considered.matches())
              .put("score", considered.score())
              .put("exact", considered.exact());
      ArrayNode matches = rule.putArray("matches");
      considered.matching().forEach(matches::add);
      rule.put("why", why(explanation.considered(), i));
      rule.put("mode", considered.rule().rule().mode().word());
    }
    explanation.mandatory().ifPresent(rule -> object.put("mandatory", rule.title()));
    explanation
        .exemption()
        .ifPresent(
            exemption ->
                object
                    .putObject("exemption")
                    .put("policy", exemption.policy())
                    .put("image", exemption.image().raw())
                    .put("reason", exemption.reason())
                    .put("until", exemption.until().toString()));
    return object;
  }

  private static String why(List<Considered> rules, int index) {
    Considered rule = rules.get(index);
    Considered winner = rules.getFirst();
    if (!rule.matches()) {
      return "does not match";
    }
    if (index > 0) {
      return winner.exact()
          ? rule.exact() ? "is the name too, but later" : "loses to the name itself"
          : rule.score() == winner.score() ? "has the same score, but later" : "has a lower score";
    }
    if (rule.exact()) {
      return "decides: it is the name to the letter";
    }
    if (rules.size() == 1 || !rules.get(1).matches()) {
      return "decides: nothing else matches";
    }
    return rules.get(1).score() == rule.score()
        ? "decides: the first of the best score"
        : "decides: the best score";
  }
}
