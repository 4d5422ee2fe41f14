/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.overrides;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes maps, lists, texts, whole numbers and booleans as block YAML that readers of YAML 1.1 and
 * of YAML 1.2 understand alike. Text of several lines stands as a literal block; text that some
 * reader could take for something else, in double quotes. Every structure lies behind the first
 * column, so no line begins with three dashes.
 */
public final class BlockYaml {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9._/:@*+=-]*");
  private static final Set<String> WORDS =
      Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null");
  private static final Pattern LINE = Pattern.compile("[!-~]([ -~]*[!-~])?");

  private final StringBuilder out = new StringBuilder();

  private BlockYaml() {}

  /** The document, ending in a line break; {@code {}} when it is empty. */
  public static String write(Map<String, Object> document) {
    if (document.isEmpty()) {
      return "{}\n";
    }
    BlockYaml yaml = new BlockYaml();
    yaml.mapping(document, "", "");
    return yaml.out.toString();
  }

  /** Writes the entries, the first behind {@code first}, the others behind {@code indent}. */
  private void mapping(Map<?, ?> map, String first, String indent) {
    String before = first;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(before).append(scalar(String.valueOf(entry.getKey()))).append(':');
      value(entry.getValue(), indent + "  ");
      before = indent;
    }
  }

  private void sequence(List<?> list, String indent) {
    for (Object element : list) {
      switch (element) {
        case Map<?, ?> map when !map.isEmpty() -> mapping(map, indent + "- ", indent + "  ");
        default -> {
          out.append(indent).append('-');
          value(element, indent + "  ");
        }
      }
    }
  }

  private void value(Object value, String indent) {
    switch (value) {
      case Map<?, ?> map when map.isEmpty() -> out.append(" {}\n");
      case List<?> list when list.isEmpty() -> out.append(" []\n");
      case Map<?, ?> map -> {
        out.append('\n');
        mapping(map, indent, indent);
      }
      case List<?> list -> {
        out.append('\n');
        sequence(list, indent);
      }
      case String text when isBlock(text) -> {
        out.append(" |\n");
        text.lines().forEach(line -> out.append(indent).append(line).append('\n'));
      }
      case String text -> out.append(' ').append(scalar(text)).append('\n');
      default -> out.append(' ').append(value).append('\n');
    }
  }

  private static boolean isBlock(String text) {
    return text.endsWith("\n") && text.lines().allMatch(line -> LINE.matcher(line).matches());
  }

  private static String scalar(String text) {
    return PLAIN.matcher(text).matches()
            && !text.endsWith(":")
            && !WORDS.contains(text.toLowerCase(Locale.ROOT))
        ? text
        : quoted(text);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> {
                  if (c >= ' ' && c < 0x7f) {
                    quoted.append((char) c);
                  } else {
                    quoted.append("\\u%04X".formatted(c));
                  }
                }
              }
            });
    return quoted.append('"').toString();
  }
}
