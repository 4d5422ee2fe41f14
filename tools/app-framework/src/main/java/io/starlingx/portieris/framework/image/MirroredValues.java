/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.image;

import io.starlingx.portieris.app.mirror.ImageParser;
import io.starlingx.portieris.app.mirror.MirroredImages;
import io.starlingx.portieris.app.mirror.MirroredImages.Rewrite;
import io.starlingx.portieris.app.yaml.YamlReader;
import io.starlingx.portieris.framework.override.ValueTrees;
import io.starlingx.portieris.framework.view.YamlText;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds images in values and names them in another registry, as sysinv does. */
public final class MirroredValues {

  private static final ImageParser PARSER = ImageParser.released();

  private final String registry;

  public MirroredValues(String registry) {
    this.registry = registry;
  }

  /** The images of these values, each with its own registry written out. */
  public static List<String> images(Map<String, Object> values) {
    return parse(values).downloads().stream().map(MirroredImages::source).toList();
  }

  /**
   * The upper values, with every image that both name together in the other registry.
   *
   * @param lower values that the upper ones are laid over
   */
  public Map<String, Object> rewrite(Map<String, Object> lower, Map<String, Object> upper) {
    Map<String, Object> rewritten = upper;
    for (Rewrite rewrite : parse(ValueTrees.merge(lower, upper)).rewrites()) {
      rewritten = ValueTrees.put(rewritten, lower, rewrite.path(), here(rewrite.becomes()));
    }
    return rewritten;
  }

  /** Where an image is then: below its registry without the port, as pods are told. */
  public String target(String image) {
    String first = image.split("/", 2)[0];
    return registry + "/" + first.replaceFirst(":[0-9]+$", "") + image.substring(first.length());
  }

  private String here(String mirrored) {
    return mirrored.startsWith(MirroredImages.LOCAL_REGISTRY)
        ? registry + mirrored.substring(MirroredImages.LOCAL_REGISTRY.length())
        : mirrored;
  }

  private static MirroredImages parse(Map<String, Object> values) {
    byte[] text = YamlText.block(new LinkedHashMap<>(values)).getBytes(StandardCharsets.UTF_8);
    return PARSER.parse(new YamlReader().next(text).first());
  }
}
