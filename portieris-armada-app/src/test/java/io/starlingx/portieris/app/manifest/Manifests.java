/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files under {@code manifests/}, placeholders and all. */
final class Manifests {

  static final Path FOLDER =
      Path.of(System.getProperty("portieris.root", "."), "manifests").toAbsolutePath();
  private static final ObjectMapper JSON = new ObjectMapper();

  private Manifests() {}

  static List<JsonNode> documents(String file) throws IOException {
    Yaml reader = new Yaml(new SafeConstructor(new LoaderOptions()));
    return StreamSupport.stream(
            reader.loadAll(Files.readString(FOLDER.resolve(file))).spliterator(), false)
        .filter(Objects::nonNull)
        .<JsonNode>map(JSON::valueToTree)
        .toList();
  }

  static JsonNode document(String file) throws IOException {
    return documents(file).getFirst();
  }

  static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).toList();
  }
}
