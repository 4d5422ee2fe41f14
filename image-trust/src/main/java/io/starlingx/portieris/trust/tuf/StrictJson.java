/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON of which every reader must make the same: UTF-8 without byte order mark, one top-level
 * value and nothing after it, no name twice in an object, no lone surrogate. Nesting is limited to
 * {@value #MAX_DEPTH}, an object to {@value #MAX_MEMBERS} members, a number to {@value #MAX_NUMBER}
 * characters.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
public final class StrictJson {

  /** Deepest nesting of objects and arrays, the outermost one included. */
  public static final int MAX_DEPTH = 64;

  /** Most members that one object may have. */
  public static final int MAX_MEMBERS = 100_000;

  private static final int MAX_NUMBER = 100;

  // Names come from strangers: they are neither interned nor kept in a table across documents.
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER)
                  .build())
          .build();

  private StrictJson() {}

  /**
   * The value that {@code document} holds.
   *
   * @throws MalformedJsonException when it breaks any of the rules above
   */
  public static JsonValue parse(byte[] document) throws MalformedJsonException {
    String text = decode(document);
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new MalformedJsonException("no JSON value");
      }
      JsonValue value = value(parser);
      if (parser.nextToken() != null) {
        throw new MalformedJsonException("more than one JSON value");
      }
      return value;
    } catch (StreamConstraintsException e) {
      throw new MalformedJsonException("nested too deeply, or a number or name is too long");
    } catch (JsonProcessingException e) {
      throw new MalformedJsonException("not JSON at character " + e.getLocation().getCharOffset());
    } catch (IOException e) {
      throw new IllegalStateException("text in memory cannot fail to be read", e);
    }
  }

  private static String decode(byte[] document) throws MalformedJsonException {
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(document)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedJsonException("not UTF-8");
    }
    if (text.startsWith("\uFEFF")) {
      throw new MalformedJsonException("a byte order mark before the JSON value");
    }
    return text;
  }

  private static JsonValue value(JsonParser parser) throws IOException, MalformedJsonException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> new JsonValue.JsonString(wellFormed(parser.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonValue.JsonNumber(parser.getText());
      case VALUE_TRUE -> new JsonValue.JsonBoolean(true);
      case VALUE_FALSE -> new JsonValue.JsonBoolean(false);
      case VALUE_NULL -> new JsonValue.JsonNull();
      case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new MalformedJsonException("not JSON");
    };
  }

  private static JsonValue object(JsonParser parser) throws IOException, MalformedJsonException {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = wellFormed(parser.currentName());
      parser.nextToken();
      if (members.put(name, value(parser)) != null) {
        throw new MalformedJsonException("a member name occurs twice in one object");
      }
      if (members.size() > MAX_MEMBERS) {
        throw new MalformedJsonException("an object has more than " + MAX_MEMBERS + " members");
      }
    }
    return new JsonValue.JsonObject(members);
  }

  private static JsonValue array(JsonParser parser) throws IOException, MalformedJsonException {
    List<JsonValue> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(parser));
    }
    return new JsonValue.JsonArray(elements);
  }

  /** Only an escape can have brought in half of a pair. */
  private static String wellFormed(String text) throws MalformedJsonException {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          throw new MalformedJsonException("a lone surrogate in a string");
        }
        i++;
      }
    }
    return text;
  }
}
