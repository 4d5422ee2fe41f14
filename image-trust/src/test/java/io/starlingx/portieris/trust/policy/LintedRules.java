/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Policies of single rules, and what the linter finds in them. */
final class LintedRules {

  static final ObjectMapper JSON = new ObjectMapper();
  static final String SOUND =
      "{\"trust\":{\"enabled\":true,\"trustServer\":\"https://notary.example.com\"}}";

  private LintedRules() {}

  static List<PolicyFinding> lint(String... rules) {
    return findings(object("ClusterImagePolicy", "p", rules));
  }

  static List<String> checks(String... rules) {
    return lint(rules).stream().map(PolicyFinding::check).toList();
  }

  static List<PolicyFinding> findings(JsonNode object) {
    return PolicyLint.lint(object);
  }

  static String rule(String pattern, String policy) {
    return "{\"name\":\"" + pattern + "\",\"policy\":" + policy + "}";
  }

  static JsonNode object(String kind, String name, String... rules) {
    List<String> all = new ArrayList<>(Arrays.asList(rules));
    try {
      return JSON.readTree(
          "{\"kind\":\""
              + kind
              + "\",\"metadata\":{\"name\":\""
              + name
              + "\"},\"spec\":{\"repositories\":["
              + String.join(",", all)
              + "]}}");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
