/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * JSON read as the YAML that it is, in a tenth of the time.
 *
 * @param value what it holds
 * @param values how many values that are
 */
record JsonDocument(Yaml value, int values) {

  private static final JsonFactory JSON = new JsonFactory();

  /** Reads one document. Used once. */
  private static final class Reader {
    private final JsonParser parser;
    private final int most;
    private final int deepest;
    private int values;

    Reader(JsonParser parser, int most, int deepest) {
      this.parser = parser;
      this.most = most;
      this.deepest = deepest;
    }

    /** The value that begins at the parser's token. */
    Optional<Yaml> value(int depth) throws IOException {
      JsonToken token = parser.currentToken();
      if (token == null || ++values > most || depth > deepest) {
        return Optional.empty();
      }
      int line = parser.currentTokenLocation().getLineNr();
      return switch (token) {
        case START_OBJECT -> mapping(line, depth);
        case START_ARRAY -> sequence(line, depth);
        case VALUE_STRING -> scalar(line, Yaml.Kind.STRING);
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(line, Yaml.Kind.NUMBER);
        case VALUE_TRUE, VALUE_FALSE -> scalar(line, Yaml.Kind.BOOLEAN);
        case VALUE_NULL -> scalar(line, Yaml.Kind.NULL);
        default -> Optional.empty();
      };
    }

    private Optional<Yaml> scalar(int line, Yaml.Kind kind) throws IOException {
      return Optional.of(new Yaml.Scalar(line, parser.getText(), kind));
    }

    private Optional<Yaml> mapping(int line, int depth) throws IOException {
      List<Yaml.Entry> entries = new ArrayList<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        int at = parser.currentTokenLocation().getLineNr();
        Yaml.Scalar key = new Yaml.Scalar(at, parser.currentName(), Yaml.Kind.STRING);
        parser.nextToken();
        Optional<Yaml> value = value(depth + 1);
        if (value.isEmpty()) {
          return value;
        }
        entries.add(new Yaml.Entry(key, value.get()));
      }
      return Optional.of(new Yaml.Mapping(line, entries));
    }

    private Optional<Yaml> sequence(int line, int depth) throws IOException {
      List<Yaml> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        Optional<Yaml> item = value(depth + 1);
        if (item.isEmpty()) {
          return item;
        }
        items.add(item.get());
      }
      return Optional.of(new Yaml.Sequence(line, items));
    }
  }

  /**
   * Reads a text.
   *
   * @param most values that are read
   * @param deepest levels below the first that are read
   * @return nothing when it is not one JSON value, or larger than that
   */
  static Optional<JsonDocument> read(String text, int most, int deepest) {
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      Reader reader = new Reader(parser, most, deepest);
      Optional<Yaml> value = reader.value(0);
      return parser.nextToken() == null
          ? value.map(whole -> new JsonDocument(whole, reader.values))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
