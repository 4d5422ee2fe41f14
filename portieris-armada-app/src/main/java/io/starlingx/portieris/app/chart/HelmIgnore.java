/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The rules of a {@code .helmignore} file, and the one that Helm always adds.
 *
 * @see <a href="https://helm.sh/docs/chart_template_guide/helm_ignore_file/">Helm: the .helmignore
 *     file</a>
 */
final class HelmIgnore {

  private static final String ALWAYS = "templates/.?*";

  private final List<Rule> rules;

  private HelmIgnore(List<Rule> rules) {
    this.rules = rules;
  }

  /**
   * Reads the rules.
   *
   * @throws PatternSyntaxException for a rule that Helm would not accept either; its index is the
   *     line, from 1
   */
  static HelmIgnore parse(List<String> lines) {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String text = lines.get(i).strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      if (text.contains("**")) {
        throw new PatternSyntaxException("double-star (**) is not supported by Helm", text, i + 1);
      }
      try {
        rules.add(Rule.of(text));
      } catch (PatternSyntaxException e) {
        throw new PatternSyntaxException(e.getDescription(), text, i + 1);
      }
    }
    rules.add(Rule.of(ALWAYS));
    return new HelmIgnore(List.copyOf(rules));
  }

  /**
   * Whether a file, or a directory with all that it holds, stays out of the chart.
   *
   * @param path names below the chart, joined by {@code /}
   */
  boolean ignores(String path, boolean directory) {
    for (Rule rule : rules) {
      if (rule.negated) {
        if ((rule.directoriesOnly && !directory) || !rule.matches(path)) {
          return true;
        }
      } else if ((directory || !rule.directoriesOnly) && rule.matches(path)) {
        return true;
      }
    }
    return false;
  }

  private record Rule(
      Pattern pattern, boolean wholePath, boolean negated, boolean directoriesOnly) {

    static Rule of(String text) {
      boolean negated = text.startsWith("!");
      String rest = negated ? text.substring(1) : text;
      boolean directoriesOnly = rest.endsWith("/");
      if (directoriesOnly) {
        rest = rest.substring(0, rest.length() - 1);
      }
      boolean wholePath = rest.contains("/");
      return new Rule(
          Pattern.compile(GoGlob.toRegex(rest.startsWith("/") ? rest.substring(1) : rest)),
          wholePath,
          negated,
          directoriesOnly);
    }

    boolean matches(String path) {
      String subject = wholePath ? path : path.substring(path.lastIndexOf('/') + 1);
      return pattern.matcher(subject).matches();
    }
  }
}
