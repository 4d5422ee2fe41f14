/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.manifest;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the images that values name, in the shapes that the platform recognizes: {@code images}
 * with or without {@code tags}, {@code image} as text, and {@code image} with {@code repository}
 * and {@code tag}. Keys are compared without regard to case.
 */
public final class ImageList {

  private static final Set<String> TAG_KEYS = Set.of("tag", "imagetag");

  private final SequencedSet<String> images = new LinkedHashSet<>();

  private ImageList() {}

  /** Whole references, the registry always written out, in order of appearance. */
  public static List<String> of(Map<String, Object> values) {
    ImageList list = new ImageList();
    list.walk(values);
    return List.copyOf(list.images);
  }

  /** The values of the second mapping over those of the first, mappings merged. */
  public static Map<String, Object> merge(Map<String, Object> lower, Map<String, Object> upper) {
    Map<String, Object> merged = new TreeMap<>(lower);
    upper.forEach(
        (key, value) ->
            merged.merge(
                key,
                value == null ? "" : value,
                (below, above) ->
                    below instanceof Map<?, ?> && above instanceof Map<?, ?>
                        ? merge(YamlFile.section(lower, key), YamlFile.section(upper, key))
                        : above));
    return merged;
  }

  private void walk(Map<String, Object> values) {
    for (Map.Entry<String, Object> entry : values.entrySet()) {
      String key = entry.getKey().toLowerCase(Locale.ROOT);
      Object value = entry.getValue();
      if (key.equals("image") && value instanceof String reference) {
        add(tag(values, "imagetag").map(tag -> reference + ":" + tag).orElse(reference));
      } else if (value instanceof Map<?, ?>) {
        Map<String, Object> section = YamlFile.section(values, entry.getKey());
        switch (key) {
          case "images" -> images(section);
          case "image" -> image(section);
          default -> walk(section);
        }
      }
    }
  }

  private void images(Map<String, Object> section) {
    Map<String, Object> tags =
        section.get("tags") instanceof Map ? YamlFile.section(section, "tags") : section;
    for (Object value : tags.values()) {
      if (value instanceof String reference) {
        add(reference);
      }
    }
    walk(section);
  }

  private void image(Map<String, Object> section) {
    String registry = section.get("registry") instanceof String text ? text : "";
    if (section.get("repository") instanceof String repository) {
      String name = registry.isEmpty() ? repository : registry + "/" + repository;
      TAG_KEYS.stream()
          .flatMap(key -> tag(section, key).stream())
          .findFirst()
          .ifPresent(tag -> add(name + ":" + tag));
    } else {
      walk(section);
    }
  }

  private static Optional<String> tag(Map<String, Object> section, String key) {
    return section.entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(key))
        .map(Map.Entry::getValue)
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .filter(tag -> !tag.isEmpty())
        .findFirst();
  }

  private void add(String reference) {
    String first = reference.split("/", 2)[0];
    boolean hasRegistry =
        reference.contains("/")
            && (first.contains(".") || first.contains(":") || first.equals("localhost"));
    String whole = hasRegistry ? reference : "docker.io/" + reference;
    if (whole.matches("[^/]+/.+:.+")) {
      images.add(whole);
    }
  }
}
