/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.view;

import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.representer.Representer;

/** Plain data as YAML text. */
public final class YamlText {

  private YamlText() {}

  /** One key to a line. */
  public static String block(Object data) {
    return dump(data, FlowStyle.BLOCK);
  }

  /** Innermost mappings and sequences in braces and brackets, as in {@code {replicaCount: 1}}. */
  public static String flow(Object data) {
    return dump(data, FlowStyle.AUTO);
  }

  private static String dump(Object data, FlowStyle style) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(style);
    return new Yaml(new Representer(options), options).dump(data);
  }
}
