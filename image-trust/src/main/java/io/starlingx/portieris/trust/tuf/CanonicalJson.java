/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The bytes that Notary v1 signs: no white space, members sorted by the UTF-8 bytes of their names,
 * in strings only quotation mark and reverse solidus escaped, numbers as signed 64-bit integers
 * after a detour through an IEEE 754 double.
 *
 * @see <a href="https://wiki.laptop.org/go/Canonical_JSON">Canonical JSON</a>
 */
public final class CanonicalJson {

  private static final double TWO_TO_63 = 0x1p63;

  private CanonicalJson() {}

  /**
   * The canonical form of {@code value}.
   *
   * @throws MalformedJsonException when it holds a number with a fraction, or one beyond a double
   */
  public static byte[] encode(JsonValue value) throws MalformedJsonException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(value, out);
    return out.toByteArray();
  }

  private static void write(JsonValue value, ByteArrayOutputStream out)
      throws MalformedJsonException {
    switch (value) {
      case JsonValue.JsonObject(Map<String, JsonValue> members) -> object(members, out);
      case JsonValue.JsonArray(List<JsonValue> elements) -> array(elements, out);
      case JsonValue.JsonString(String text) -> string(text.getBytes(UTF_8), out);
      case JsonValue.JsonNumber(String text) -> ascii(integer(text), out);
      case JsonValue.JsonBoolean(boolean truth) -> ascii(String.valueOf(truth), out);
      case JsonValue.JsonNull() -> ascii("null", out);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // local, never compared
  private record Member(byte[] name, JsonValue value) {}

  private static void object(Map<String, JsonValue> members, ByteArrayOutputStream out)
      throws MalformedJsonException {
    List<Member> sorted =
        members.entrySet().stream()
            .map(e -> new Member(e.getKey().getBytes(UTF_8), e.getValue()))
            .sorted((a, b) -> Arrays.compareUnsigned(a.name(), b.name()))
            .toList();
    char separator = '{';
    for (Member member : sorted) {
      out.write(separator);
      string(member.name(), out);
      out.write(':');
      write(member.value(), out);
      separator = ',';
    }
    ascii(sorted.isEmpty() ? "{}" : "}", out);
  }

  private static void array(List<JsonValue> elements, ByteArrayOutputStream out)
      throws MalformedJsonException {
    char separator = '[';
    for (JsonValue element : elements) {
      out.write(separator);
      write(element, out);
      separator = ',';
    }
    ascii(elements.isEmpty() ? "[]" : "]", out);
  }

  private static void string(byte[] text, ByteArrayOutputStream out) {
    out.write('"');
    int written = 0;
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '"' || text[i] == '\\') {
        out.write(text, written, i - written);
        out.write('\\');
        written = i;
      }
    }
    out.write(text, written, text.length - written);
    out.write('"');
  }

  /** What Go on amd64 makes of a double: beyond 64 bits it is the smallest integer. */
  private static String integer(String text) throws MalformedJsonException {
    double number = Double.parseDouble(text);
    if (Double.isInfinite(number) || number != Math.rint(number)) {
      throw new MalformedJsonException("a number is not an integer");
    }
    return Long.toString(Math.abs(number) >= TWO_TO_63 ? Long.MIN_VALUE : (long) number);
  }

  private static void ascii(String text, ByteArrayOutputStream out) {
    out.writeBytes(text.getBytes(UTF_8));
  }
}
