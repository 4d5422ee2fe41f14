/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import java.lang.reflect.Field;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every rule, and the section of the platform's rules that it is from. */
final class Rules {

  private static final List<Class<?>> HOLDERS =
      List.of(
          ArmadaChecks.class,
          ChecksumChecks.class,
          ContentChecks.class,
          FluxRules.class,
          HelmLint.class,
          ImageChecks.class,
          MemberChecks.class,
          MetadataRules.class,
          NameChecks.class,
          PluginChecks.class,
          WheelChecks.class);

  private Rules() {}

  /** By id. */
  static SortedMap<String, Rule> all() {
    SortedMap<String, Rule> rules = new TreeMap<>();
    for (Class<?> holder : HOLDERS) {
      for (Field field : holder.getDeclaredFields()) {
        if (field.getType() == Rule.class) {
          field.setAccessible(true);
          try {
            Rule rule = (Rule) field.get(null);
            rules.put(rule.id(), rule);
          } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
          }
        }
      }
    }
    return rules;
  }

  /** As docs/starlingx/lint.md numbers them. */
  static String section(String rule) {
    return switch (rule.substring(0, rule.indexOf('/'))) {
      case "name", "version" -> "1.1";
      case "content" -> "1.2";
      case "archive", "member" -> "1.3";
      case "checksum" -> "1.4";
      case "chart" -> "1.5";
      case "metadata" -> "2";
      case "flux" -> "3.1";
      case "image" -> "3.4";
      case "armada" -> "3.5";
      case "plugin" -> "4";
      default -> throw new IllegalArgumentException(rule);
    };
  }
}
