/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON value whose numbers are still the text that was read.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
public sealed interface JsonValue {

  /** Members in the order read, each name once. */
  record JsonObject(Map<String, JsonValue> members) implements JsonValue {
    public JsonObject {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }
  }

  /** Elements in the order read. */
  record JsonArray(List<JsonValue> elements) implements JsonValue {
    public JsonArray {
      elements = List.copyOf(elements);
    }
  }

  /** Text without lone surrogates. */
  record JsonString(String text) implements JsonValue {
    public JsonString {
      requireNonNull(text, "text");
    }
  }

  /** A number as written, {@code 1e3} and {@code 1000} are different texts. */
  record JsonNumber(String text) implements JsonValue {
    public JsonNumber {
      requireNonNull(text, "text");
    }
  }

  /** {@code true} or {@code false}. */
  record JsonBoolean(boolean value) implements JsonValue {}

  /** {@code null}. */
  record JsonNull() implements JsonValue {}
}
