/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Values laid over each other as Helm does: maps are merged, null removes a key, everything else is
 * replaced.
 *
 * @see <a href="https://helm.sh/docs/chart_template_guide/values_files/">Helm: values files</a>
 */
final class Values {

  private Values() {}

  /** The values of the files, in increasing order of precedence, as YAML. */
  static String merge(List<Path> files) throws IOException {
    Map<Object, Object> merged = new LinkedHashMap<>();
    for (Path file : files) {
      Object values =
          new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
      if (values instanceof Map<?, ?> map) {
        overlay(merged, map);
      }
    }
    return new Yaml().dump(merged);
  }

  private static void overlay(Map<Object, Object> target, Map<?, ?> values) {
    values.forEach(
        (key, value) -> {
          if (value == null) {
            target.remove(key);
          } else if (value instanceof Map<?, ?> map) {
            Map<Object, Object> below = new LinkedHashMap<>();
            if (target.get(key) instanceof Map<?, ?> before) {
              below.putAll(before);
            }
            overlay(below, map);
            target.put(key, below);
          } else {
            target.put(key, value);
          }
        });
  }
}
