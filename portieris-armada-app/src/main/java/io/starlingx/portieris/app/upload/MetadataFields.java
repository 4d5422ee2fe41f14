/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.upload;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Typed access to the mappings of {@code metadata.yaml}, with the platform's texts on a mistake.
 */
final class MetadataFields {

  private static final Set<String> TRUE = Set.of("true", "yes", "y", "1");
  private static final Set<String> FALSE = Set.of("false", "no", "n", "0");
  private static final int LONGEST_PATTERN = 1000;

  private MetadataFields() {}

  static RejectedUploadException invalid(String text, String detail) {
    return new RejectedUploadException("metadata validation failed. " + text, detail);
  }

  static Map<?, ?> mapping(Map<?, ?> parent, String key) throws RejectedUploadException {
    if (!parent.containsKey(key)) {
      return Map.of();
    }
    if (parent.get(key) instanceof Map<?, ?> mapping) {
      return mapping;
    }
    throw invalid("Invalid metadata.yaml: " + key + " should be a dict.", "");
  }

  static List<?> list(Map<?, ?> parent, String key) throws RejectedUploadException {
    if (!parent.containsKey(key)) {
      return List.of();
    }
    if (parent.get(key) instanceof List<?> list) {
      return list;
    }
    throw invalid("Invalid metadata.yaml: " + key + " should be a list.", "");
  }

  static List<String> strings(Map<?, ?> parent, String key) throws RejectedUploadException {
    List<String> strings = new ArrayList<>();
    for (Object entry : list(parent, key)) {
      strings.add(String.valueOf(entry));
    }
    return strings;
  }

  static String string(Map<?, ?> parent, String key) throws RejectedUploadException {
    if (!parent.containsKey(key)) {
      return "";
    }
    if (parent.get(key) instanceof String string) {
      return string;
    }
    throw invalid(
        "Invalid metadata.yaml: " + key + " should be (<class 'str'>,).",
        "put the value in quotes");
  }

  static boolean flag(Map<?, ?> parent, String key, boolean otherwise)
      throws RejectedUploadException {
    if (!parent.containsKey(key)) {
      return otherwise;
    }
    String value = String.valueOf(parent.get(key)).toLowerCase(Locale.ROOT);
    if (TRUE.contains(value)) {
      return true;
    }
    if (FALSE.contains(value)) {
      return false;
    }
    throw invalid(
        "Invalid metadata.yaml: "
            + key
            + " expected values: 'true', 'false', 'yes', 'no', 'y', 'n', '1' or '0'",
        "");
  }

  /** As {@link #flag}, for keys of which the platform only takes the truth value. */
  static boolean truth(Map<?, ?> parent, String key) {
    Object value = parent.get(key);
    return switch (value) {
      case null -> false;
      case Boolean truth -> truth;
      case String text -> !text.isEmpty();
      case Number number -> number.doubleValue() != 0;
      case List<?> list -> !list.isEmpty();
      case Map<?, ?> mapping -> !mapping.isEmpty();
      default -> true;
    };
  }

  static boolean isPattern(String text) {
    if (text.length() > LONGEST_PATTERN) {
      return false;
    }
    try {
      Pattern.compile(text);
      return true;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }
}
