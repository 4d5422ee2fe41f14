/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.manifest;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads YAML files of unknown origin: at most 4 MiB, plain types only, no recursion. */
public final class YamlFile {

  private static final int LARGEST = 4 << 20;

  private YamlFile() {}

  /**
   * The first document of a file, as a mapping; empty when there is none.
   *
   * @throws ManifestException when the file is missing, is no YAML or holds something else
   */
  public static Map<String, Object> read(Path file) throws ManifestException {
    if (!Files.isRegularFile(file)) {
      throw new ManifestException(file + " does not exist");
    }
    try {
      if (Files.size(file) > LARGEST) {
        throw new ManifestException(file + " is larger than " + LARGEST + " bytes");
      }
      Iterator<Object> documents = yaml().loadAll(Files.readString(file)).iterator();
      return documents.hasNext() ? mapping(file, documents.next()) : Map.of();
    } catch (CharacterCodingException e) {
      throw new ManifestException(file + " is not UTF-8 text", e);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      throw new ManifestException(file + ", line " + line + ": " + e.getProblem(), e);
    } catch (YAMLException | IOException e) {
      throw new ManifestException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Values that were stored as text.
   *
   * @param name what to call them in messages
   * @throws ManifestException when it is no YAML or holds something else than a mapping
   */
  public static Map<String, Object> parse(String name, String text) throws ManifestException {
    try {
      return mapping(Path.of(name), yaml().load(text));
    } catch (YAMLException e) {
      throw new ManifestException(name + ": " + e.getMessage(), e);
    }
  }

  /**
   * Every document of a text, whatever it holds.
   *
   * @throws ManifestException when it is no YAML
   */
  public static List<Object> documents(String text) throws ManifestException {
    try {
      List<Object> documents = new ArrayList<>();
      yaml().loadAll(text).forEach(documents::add);
      return documents;
    } catch (YAMLException e) {
      throw new ManifestException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Map<String, Object> mapping(Path file, Object document) throws ManifestException {
    return switch (document) {
      case null -> Map.of();
      case Map<?, ?> map -> keyed(map);
      default -> throw new ManifestException(file + " is not a mapping");
    };
  }

  private static Map<String, Object> keyed(Map<?, ?> map) {
    Map<String, Object> keyed = new LinkedHashMap<>();
    map.forEach((key, value) -> keyed.put(String.valueOf(key), value));
    return keyed;
  }

  /** The mapping below these keys; empty when a key is absent or holds something else. */
  public static Map<String, Object> section(Map<String, Object> document, String... keys) {
    Map<String, Object> section = document;
    for (String key : keys) {
      section = section.get(key) instanceof Map<?, ?> map ? keyed(map) : Map.of();
    }
    return section;
  }

  /** The text of a key; empty when it is absent. */
  public static String text(Map<String, Object> section, String key) {
    Object value = section.get(key);
    return value == null ? "" : value.toString();
  }

  /** The mappings in the list of a key. */
  static List<Map<String, Object>> mappings(Map<String, Object> section, String key) {
    return section.get(key) instanceof List<?> list
        ? list.stream()
            .filter(Map.class::isInstance)
            .map(entry -> keyed((Map<?, ?>) entry))
            .toList()
        : List.of();
  }

  private static Yaml yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setAllowRecursiveKeys(false);
    options.setMaxAliasesForCollections(50);
    options.setCodePointLimit(LARGEST);
    return new Yaml(new SafeConstructor(options));
  }
}
