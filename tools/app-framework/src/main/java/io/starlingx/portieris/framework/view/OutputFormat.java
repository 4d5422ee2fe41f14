/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;

/** How a command tells its result. */
public enum OutputFormat {
  /** As the stock client does. */
  TABLE,
  JSON,
  YAML;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The text of a result.
   *
   * @param table the result as the stock client prints it
   * @param data the same for programs
   */
  public String text(String table, JsonNode data) {
    return switch (this) {
      case TABLE -> table;
      case JSON -> json(data);
      case YAML -> yaml(data);
    };
  }

  private static String json(JsonNode data) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(data) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String yaml(JsonNode data) {
    return YamlText.block(MAPPER.convertValue(data, new TypeReference<Object>() {}));
  }
}
