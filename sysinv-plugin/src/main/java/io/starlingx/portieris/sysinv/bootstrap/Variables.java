/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The variables of all files. As in Ansible, a later file's variable replaces an earlier one's as a
 * whole. A variable that is not there is taken from the one with the prefix {@code vault_}, and one
 * that is no more than a reference, <code>"{{ other }}"</code>, from the variable it names.
 */
final class Variables {

  private static final Pattern REFERENCE =
      Pattern.compile("\\{\\{\\s*([A-Za-z_][A-Za-z0-9_]*)\\s*}}");
  private static final int MOST_REFERENCES = 5;

  private final Map<String, Value> variables = new LinkedHashMap<>();

  Variables(List<Section> files) {
    files.forEach(file -> variables.putAll(file.entries()));
  }

  boolean isEmpty() {
    return variables.isEmpty();
  }

  /** The variable, empty when there is none or it is null. */
  Optional<Value> find(String name) {
    return Optional.ofNullable(variables.get(name))
        .or(() -> Optional.ofNullable(variables.get("vault_" + name)))
        .map(value -> resolved(value, MOST_REFERENCES))
        .filter(value -> !value.isNull());
  }

  private Value resolved(Value value, int references) {
    Matcher reference = REFERENCE.matcher(value.written());
    if (references == 0 || !reference.matches()) {
      return value;
    }
    return Optional.ofNullable(variables.get(reference.group(1)))
        .map(other -> resolved(other, references - 1))
        .orElse(value);
  }
}
