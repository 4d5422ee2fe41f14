/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads scenario files: YAML, a list of loads below {@code scenarios}. */
final class ScenarioReader {

  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private static final String DEFAULTS =
      """
      {kind: load, through: webhook, protocol: http/1.1, connections: 1, streams: 1, images: 200, imagesPerObject: 1,
       coldShare: 0, requests: 1000, rounds: 1, reviews: 0, named: tag, warmUp: 0, perSecond: 0, bodyMiB: 0, trustServer: up, root: first-use,
       reference: false}
      """;

  private ScenarioReader() {}

  /**
   * The scenarios of a file, in its order.
   *
   * @throws IllegalArgumentException names the file and what in it cannot be used
   */
  static List<Scenario> read(Path file) {
    JsonNode list;
    try {
      list = YAML.readTree(Files.readString(file)).path("scenarios");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(file + ": no YAML: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
    }
    if (!list.isArray() || list.isEmpty()) {
      throw new IllegalArgumentException(file + ": scenarios: a list is missing");
    }
    List<Scenario> scenarios = new ArrayList<>();
    for (JsonNode one : list) {
      String place = file + ": scenario " + one.path("name").asText("" + scenarios.size());
      try {
        scenarios.add(scenario(one));
      } catch (JsonMappingException e) {
        String cause =
            e.getCause() instanceof IllegalArgumentException bad
                ? bad.getMessage()
                : e.getOriginalMessage();
        throw new IllegalArgumentException(place + ": " + cause, e);
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(place + ": " + e.getOriginalMessage(), e);
      }
    }
    return scenarios;
  }

  private static Scenario scenario(JsonNode one) throws JsonProcessingException {
    ObjectNode all = (ObjectNode) YAML.readTree(DEFAULTS);
    for (var field : one.properties()) {
      all.set(field.getKey(), field.getValue());
    }
    for (String word : List.of("kind", "through", "protocol", "named", "trustServer", "root")) {
      all.put(word, all.path(word).asText().toUpperCase(Locale.ROOT).replaceAll("[-/.]", "_"));
    }
    return YAML.treeToValue(all, Scenario.class);
  }
}
