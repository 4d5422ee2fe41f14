/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.overrides;

import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The values that the application ships for its chart and that overrides are laid upon ({@code
 * portieris-static-overrides.yaml}).
 */
public record StaticOverrides(Map<String, Object> values) {

  /** An application without values of its own. */
  public static final StaticOverrides NONE = new StaticOverrides(Map.of());

  public StaticOverrides {
    values = ValueMaps.frozen(values);
  }

  /**
   * Reads the file's text.
   *
   * @throws IllegalArgumentException when it is not a YAML mapping
   */
  public static StaticOverrides parse(String yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    Object document;
    try {
      document = new Yaml(new SafeConstructor(options)).load(yaml);
    } catch (YAMLException e) {
      throw new IllegalArgumentException("not valid YAML: " + e.getMessage(), e);
    }
    return switch (document) {
      case null -> NONE;
      case Map<?, ?> map -> new StaticOverrides(ValueMaps.texts(map));
      default -> throw new IllegalArgumentException("not a mapping");
    };
  }

  /** Namespaces that the application leaves unchecked; a list of overrides replaces this one. */
  List<String> excludedNamespaces() {
    return values.get("excludedNamespaces") instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }
}
