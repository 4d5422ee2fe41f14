/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads files of Kubernetes objects: YAML documents or JSON, lists taken apart. Duplicate keys,
 * aliases of collections and tags are mistakes.
 */
final class ManifestReader {

  /** Largest file read, in bytes. */
  static final int MAX_BYTES = 4 << 20;

  private static final int MAX_DEPTH = 64;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ManifestReader() {}

  /**
   * All objects of a file, in order.
   *
   * @throws InputException when the file cannot be read or is neither YAML nor JSON
   */
  static List<Manifest> read(Path file) {
    String text = text(file);
    List<Manifest> manifests = new ArrayList<>();
    for (Manifest document : isJson(file, text) ? json(file, text) : yaml(file, text)) {
      if (!document.object().isObject()) {
        throw document.mistake("a Kubernetes object was expected");
      }
      JsonNode items = document.object().get("items");
      if (document.kind().endsWith("List") && items != null && items.isArray()) {
        items.forEach(item -> manifests.add(new Manifest(document.place(), item)));
      } else {
        manifests.add(document);
      }
    }
    return manifests;
  }

  /** The text of a file of limited size. */
  static String text(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new InputException(file + ": longer than " + MAX_BYTES + " bytes");
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new InputException(file + ": no such file");
    } catch (CharacterCodingException e) {
      throw new InputException(file + ": not UTF-8 text");
    } catch (IOException e) {
      throw new InputException(
          file + ": cannot be read" + (Files.isDirectory(file) ? ", it is a directory" : ""));
    }
  }

  private static boolean isJson(Path file, String text) {
    boolean isOneObject = text.stripLeading().startsWith("{") && !text.contains("\n---");
    return file.toString().endsWith(".json") || isOneObject;
  }

  private static List<Manifest> json(Path file, String text) {
    try {
      return List.of(new Manifest(file + ":1", JSON.readTree(text)));
    } catch (JsonProcessingException e) {
      throw new InputException(
          file + ":" + e.getLocation().getLineNr() + ": " + e.getOriginalMessage());
    }
  }

  private static List<Manifest> yaml(Path file, String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(0);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setCodePointLimit(MAX_BYTES);
    List<Manifest> documents = new ArrayList<>();
    try {
      for (Node node : new Yaml(options).composeAll(new StringReader(text))) {
        if (!node.getTag().equals(Tag.NULL)) {
          documents.add(new Manifest(place(file, node), new YamlTree(file).json(node)));
        }
      }
    } catch (MarkedYAMLException e) {
      throw new InputException(
          (e.getProblemMark() == null ? file : file + ":" + (e.getProblemMark().getLine() + 1))
              + ": "
              + e.getProblem());
    } catch (YAMLException e) {
      throw new InputException(file + ": " + e.getMessage());
    }
    return documents;
  }

  private static String place(Path file, Node node) {
    return file + ":" + (node.getStartMark().getLine() + 1);
  }
}
