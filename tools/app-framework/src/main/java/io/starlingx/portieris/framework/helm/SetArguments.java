/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.helm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code --set} arguments as the platform hands them to Helm. A value of digits stays text; an
 * argument without exactly one {@code =} or without key counts for nothing.
 *
 * @param typed arguments whose values Helm reads as numbers, booleans, null, lists or text
 * @param strings values, by Helm path, that stay text
 */
public record SetArguments(List<String> typed, Map<String, String> strings) {

  /** No argument. */
  public static final SetArguments NONE = new SetArguments(List.of(), Map.of());

  public SetArguments {
    typed = List.copyOf(typed);
    strings = Map.copyOf(strings);
  }

  /** Whether an argument counts for something. */
  public static boolean counts(String argument) {
    int equals = argument.indexOf('=');
    return equals > 0 && argument.indexOf('=', equals + 1) < 0;
  }

  /** Sorts the arguments; none of them may hold a comma. */
  public static SetArguments of(List<String> arguments) {
    List<String> typed = new ArrayList<>();
    Map<String, String> strings = new LinkedHashMap<>();
    for (String argument : arguments) {
      if (argument.contains(",")) {
        throw new IllegalArgumentException("a comma separates arguments: " + argument);
      }
      if (!counts(argument)) {
        continue;
      }
      int equals = argument.indexOf('=');
      String value = argument.substring(equals + 1);
      if (!value.isEmpty() && value.chars().allMatch(Character::isDigit)) {
        strings.put(argument.substring(0, equals), value);
      } else {
        typed.add(argument);
      }
    }
    return new SetArguments(typed, strings);
  }
}
