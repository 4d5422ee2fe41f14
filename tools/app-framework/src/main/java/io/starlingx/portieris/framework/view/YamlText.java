/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.view;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/** Plain data as YAML text that every reader of YAML 1.1 or 1.2 understands alike. */
public final class YamlText {

  /** Text that other readers, Helm's among them, take for a boolean or a number. */
  private static final Pattern AMBIGUOUS =
      Pattern.compile(
          "[yYnN]|[-+]?\\.?[0-9][0-9_]*(\\.[0-9_]*)?([eE][-+]?[0-9]+)?"
              + "|[-+]?0[xX][0-9a-fA-F_]+|[-+]?0[oObB][0-7_]+");

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
    return new Yaml(new Quoting(options), options).dump(data);
  }

  private static final class Quoting extends Representer {
    Quoting(DumperOptions options) {
      super(options);
    }

    @Override
    protected Node representScalar(Tag tag, String value, @Nullable ScalarStyle style) {
      boolean isAmbiguous = tag.equals(Tag.STR) && AMBIGUOUS.matcher(value).matches();
      return super.representScalar(tag, value, isAmbiguous ? ScalarStyle.SINGLE_QUOTED : style);
    }
  }
}
