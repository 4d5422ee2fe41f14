/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.manifest;

import io.starlingx.portieris.app.Finding;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of the form {@code @NAME@} that a manifest may hold, with the text that takes their
 * place. The words that StarlingX's own package builds replace stand for the same texts.
 */
public record Placeholders(Map<String, String> texts) {

  private static final Map<String, String> STOCK =
      Map.of(
          "APP_REPLACE_NAME", "APP_NAME",
          "APP_REPLACE_VERSION", "APP_VERSION",
          "HELM_REPLACE_REPO", "HELM_REPO");

  /** What is in all of their names. */
  private static final String OF_STOCK = "_REPLACE_";

  private static final Pattern PLACEHOLDER =
      Pattern.compile("@([A-Z][A-Z0-9_]*)@|" + String.join("|", STOCK.keySet()));

  public Placeholders {
    texts = Map.copyOf(texts);
  }

  /** Fills a text; what it does not know is added to the findings and stays. */
  String fill(String file, String text, List<Finding> findings) {
    if (text.indexOf('@') < 0 && !text.contains(OF_STOCK)) {
      return text;
    }
    Matcher matcher = PLACEHOLDER.matcher(text);
    return matcher.replaceAll(
        found -> {
          String name =
              found.group(1) == null ? STOCK.getOrDefault(found.group(), "") : found.group(1);
          String value = texts.get(name);
          if (value == null) {
            int line =
                1 + (int) text.substring(0, found.start()).chars().filter(c -> c == '\n').count();
            findings.add(
                new Finding(file, line, "unknown placeholder @" + name + "@; known: " + known()));
          }
          return Matcher.quoteReplacement(value == null ? found.group() : value);
        });
  }

  private String known() {
    return String.join(
        ", ", new TreeSet<>(texts.keySet()).stream().map(n -> "@" + n + "@").toList());
  }
}
