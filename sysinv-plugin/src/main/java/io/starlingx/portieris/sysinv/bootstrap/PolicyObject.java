/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.starlingx.portieris.trust.policy.PolicyReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The {@code policy} object of a rule, judged by the reader that the webhook itself uses. */
final class PolicyObject {

  private static final String ROOT = "spec.repositories[0].policy";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String pattern;
  private final boolean namespaced;

  PolicyObject(String pattern, boolean namespaced) {
    this.pattern = pattern;
    this.namespaced = namespaced;
  }

  /** The object as written; what the webhook would not accept becomes a problem. */
  Optional<Map<String, Object>> read(Value policy) {
    return policy
        .section("the policy object of the custom resource")
        .map(
            section -> {
              Map<String, Object> object = mapping(section);
              check(object, policy);
              return object;
            });
  }

  /**
   * Reports what the webhook would not accept.
   *
   * @param at the object's place, or where it came from
   */
  void check(Map<String, Object> policy, Value at) {
    Map<String, Object> object =
        Map.of(
            "kind",
            namespaced ? "ImagePolicy" : "ClusterImagePolicy",
            "spec",
            Map.of("repositories", List.of(Map.of("name", pattern, "policy", policy))));
    PolicyReader.read(JSON.valueToTree(object)).repositories().stream()
        .flatMap(rule -> rule.problems().stream())
        .forEach(problem -> report(problem, at));
  }

  private static void report(String problem, Value at) {
    int colon = problem.indexOf(": ");
    String path = problem.substring(0, colon);
    String what = problem.substring(colon + 2);
    int accepted = what.indexOf("; accepted here: ");
    Value place = path.startsWith(ROOT) ? at.below(path.substring(ROOT.length())) : at;
    if (accepted < 0) {
      place.problem(what, "");
    } else {
      place.problem(
          what.substring(0, accepted), what.substring(accepted + "; accepted here: ".length()));
    }
  }

  private static Map<String, Object> mapping(Section section) {
    Map<String, Object> mapping = new LinkedHashMap<>();
    section
        .entries()
        .forEach(
            (key, value) -> {
              if (Section.isCredential(key)) {
                Section.refuseCredential(value);
              } else if (!value.isNull()) {
                mapping.put(key, plain(value));
              }
            });
    return mapping;
  }

  private static Object plain(Value value) {
    return switch (value.node()) {
      case MappingNode mapping -> value.section("").map(PolicyObject::mapping).orElseGet(Map::of);
      case SequenceNode sequence -> {
        List<Object> list = new ArrayList<>();
        value.list("").forEach(element -> list.add(plain(element)));
        yield list;
      }
      case ScalarNode scalar when scalar.getTag().equals(Tag.BOOL) -> value.flag().orElse(false);
      case ScalarNode scalar
          when scalar.getTag().equals(Tag.INT) && scalar.getValue().matches("[0-9]{1,6}") ->
          Integer.valueOf(scalar.getValue());
      default -> text(value);
    };
  }

  private static String text(Value value) {
    String text = value.text("text").orElse("");
    if (text.contains("PRIVATE KEY-----")) {
      value.problem(
          "holds a private key, which must not leave its owner", "public keys and certificates");
    }
    return text;
  }
}
