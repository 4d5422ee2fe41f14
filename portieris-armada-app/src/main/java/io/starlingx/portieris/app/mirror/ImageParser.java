/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.mirror;

import io.starlingx.portieris.app.mirror.MirroredImages.Rewrite;
import io.starlingx.portieris.app.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds image references in merged values as sysinv does, by the names of their keys alone.
 * Recognised are {@code image: <reference>} with or without a {@code tag} or {@code imageTag}
 * beside it, {@code image: {registry, repository, tag}}, and every text under {@code images:} or
 * {@code images.tags:}; lists are never searched. Stateless.
 */
public final class ImageParser {

  private static final Set<String> TAG_KEYS = Set.of("tag", "imagetag");
  private static final List<String> TAG_NAMES = List.of("tag", "imageTag", "imagetag");
  private static final Set<String> PARTS = Set.of("registry", "repository", "tag");
  private static final Pattern LISTED = Pattern.compile("/.+:.+$", Pattern.DOTALL);
  private static final Pattern PORT = Pattern.compile(":[0-9]+$");
  private static final Pattern DOMAIN =
      Pattern.compile(
          "([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z][A-Za-z0-9-]{0,61}");
  private static final String LOCAL = MirroredImages.LOCAL_REGISTRY + "/";

  private final boolean searchesImageMappings;

  private ImageParser(boolean searchesImageMappings) {
    this.searchesImageMappings = searchesImageMappings;
  }

  /** As in every release up to now. */
  public static ImageParser released() {
    return new ImageParser(false);
  }

  /**
   * As on the development branch since change 2ed36c67f, which also searches inside {@code image}.
   */
  public static ImageParser master() {
    return new ImageParser(true);
  }

  /** What becomes of the images in the values of one chart, static overrides already merged in. */
  public MirroredImages parse(Yaml values) {
    Yaml.Mapping mined = mine(values);
    List<String> downloads = new ArrayList<>();
    downloads(mined, downloads);
    List<Rewrite> rewrites = new ArrayList<>();
    rewrites(mined, "", rewrites);
    return new MirroredImages(downloads.stream().distinct().toList(), rewrites);
  }

  /** The part of the values in which image references are. */
  Yaml.Mapping mine(Yaml values) {
    List<Yaml.Entry> mined = new ArrayList<>();
    for (Yaml.Entry entry : values.entries()) {
      String key = key(entry);
      if (key.equals("images")) {
        images(entry).ifPresent(mined::add);
      } else if (key.equals("image")) {
        image(entry).ifPresent(mined::add);
      } else if (TAG_KEYS.contains(key)) {
        if (isTextOrNull(entry.value())) {
          mined.add(entry);
        }
      } else {
        below(entry, mine(entry.value())).ifPresent(mined::add);
      }
    }
    return new Yaml.Mapping(values.line(), mined);
  }

  private static Optional<Yaml.Entry> images(Yaml.Entry entry) {
    if (!(entry.value() instanceof Yaml.Mapping images) || images.entries().isEmpty()) {
      return Optional.empty();
    }
    List<Yaml.Entry> tags =
        images.entries().stream().filter(e -> e.key().text().equals("tags")).toList();
    return tags.isEmpty()
        ? Optional.of(entry)
        : below(entry, new Yaml.Mapping(images.line(), tags));
  }

  private Optional<Yaml.Entry> image(Yaml.Entry entry) {
    if (!(entry.value() instanceof Yaml.Mapping image)) {
      return isTextOrNull(entry.value()) ? Optional.of(entry) : Optional.empty();
    }
    List<Yaml.Entry> parts = new ArrayList<>();
    for (Yaml.Entry part : image.entries()) {
      if (PARTS.contains(part.key().text())) {
        parts.add(part);
      }
    }
    if (searchesImageMappings) {
      for (Yaml.Entry inner : mine(image).entries()) {
        if (!PARTS.contains(inner.key().text())) {
          parts.add(inner);
        }
      }
    }
    return below(entry, new Yaml.Mapping(image.line(), parts));
  }

  private static Optional<Yaml.Entry> below(Yaml.Entry entry, Yaml.Mapping mined) {
    return mined.entries().isEmpty()
        ? Optional.empty()
        : Optional.of(new Yaml.Entry(entry.key(), mined));
  }

  private static void downloads(Yaml.Mapping mined, List<String> downloads) {
    for (Yaml.Entry entry : mined.entries()) {
      String key = key(entry);
      Yaml value = entry.value();
      if (key.equals("images")) {
        for (Yaml.Entry image : value.at("tags").orElse(value).entries()) {
          list(image.value().asText().map(ImageParser::mirrored), downloads);
        }
      } else if (key.equals("image")) {
        list(reference(value, mined), downloads);
      } else if (value instanceof Yaml.Mapping below) {
        downloads(below, downloads);
      }
    }
  }

  private static Optional<String> reference(Yaml image, Yaml.Mapping siblings) {
    if (image instanceof Yaml.Mapping) {
      String registry = image.text("registry").map(host -> host + "/").orElse("");
      Optional<String> tag = image.text("tag");
      return tag.flatMap(
          t -> image.text("repository").map(name -> mirrored(registry + name) + ":" + t));
    }
    String tag =
        TAG_NAMES.stream()
            .flatMap(name -> siblings.text(name).stream())
            .findFirst()
            .map(text -> ":" + text)
            .orElse("");
    return image.asText().map(text -> mirrored(text) + tag);
  }

  private static void list(Optional<String> reference, List<String> downloads) {
    reference.filter(text -> LISTED.matcher(text).find()).ifPresent(downloads::add);
  }

  private static void rewrites(Yaml.Mapping mined, String path, List<Rewrite> rewrites) {
    boolean hasRegistry = mined.text("registry").isPresent() && mined.at("repository").isPresent();
    for (Yaml.Entry entry : mined.entries()) {
      String key = entry.key().text();
      String place = path.isEmpty() ? key : path + "." + key;
      if (entry.value() instanceof Yaml.Mapping below) {
        rewrites(below, place, rewrites);
      } else if (!TAG_NAMES.contains(key) && !(hasRegistry && key.equals("repository"))) {
        entry
            .value()
            .asText()
            .filter(text -> !text.startsWith(LOCAL))
            .ifPresent(text -> rewrites.add(new Rewrite(place, text, withoutPort(mirrored(text)))));
      }
    }
  }

  /** The reference in the local registry; Docker Hub is named where no registry is. */
  private static String mirrored(String reference) {
    if (reference.startsWith(LOCAL)) {
      return reference;
    }
    String host = host(reference);
    boolean isNamed = PORT.matcher(host).find() || DOMAIN.matcher(host).matches();
    return LOCAL + (isNamed ? "" : "docker.io/") + reference;
  }

  private static String withoutPort(String mirrored) {
    String reference = mirrored.substring(LOCAL.length());
    String host = host(reference);
    return LOCAL + PORT.matcher(host).replaceFirst("") + reference.substring(host.length());
  }

  /** What is before the first slash; of a text without one, the whole when it is a registry. */
  private static String host(String reference) {
    int slash = reference.indexOf('/');
    return slash >= 0 ? reference.substring(0, slash) : hostOnly(reference);
  }

  private static String hostOnly(String text) {
    return DOMAIN.matcher(PORT.matcher(text).replaceFirst("")).matches() ? text : "";
  }

  private static String key(Yaml.Entry entry) {
    return entry.key().text().toLowerCase(Locale.ROOT);
  }

  private static boolean isTextOrNull(Yaml value) {
    return value.isNull()
        || (value instanceof Yaml.Scalar scalar && scalar.kind() == Yaml.Kind.STRING);
  }
}
