/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CanonicalJsonTest {

  /** What Notary's own library repairs or resolves somehow, and this one refuses. */
  private static final Set<String> REFUSED =
      Set.of(
          "lone high surrogate",
          "lone low surrogate",
          "invalid utf-8",
          "overlong utf-8",
          "surrogate utf-8",
          "duplicate last wins",
          "duplicate objects are replaced");

  static Stream<Named<JsonNode>> vectors() throws IOException {
    Path file = Path.of("src/test/resources/fixtures/notary/canonical-json-vectors.json");
    List<Named<JsonNode>> vectors = new ArrayList<>();
    for (JsonNode vector : new ObjectMapper().readTree(file.toFile())) {
      vectors.add(Named.of(vector.path("name").asText(), vector));
    }
    return vectors.stream();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void writesWhatNotarySigns(JsonNode vector) throws MalformedJsonException {
    byte[] input = HexFormat.of().parseHex(vector.path("input_hex").asText());
    if (vector.has("error") || REFUSED.contains(vector.path("name").asText())) {
      assertThatThrownBy(() -> CanonicalJson.encode(object(input)))
          .isInstanceOfAny(MalformedJsonException.class, TufException.class);
    } else {
      assertThat(HexFormat.of().formatHex(CanonicalJson.encode(StrictJson.parse(input))))
          .isEqualTo(vector.path("canonical_hex").asText());
    }
  }

  private static JsonValue object(byte[] input) throws TufException {
    return new JsonValue.JsonObject(Members.parse("vector", input).values());
  }

  /** What is infinite as a double has no integer that could be signed. */
  @Test
  void refusesANumberBeyondADouble() {
    assertThatThrownBy(() -> CanonicalJson.encode(StrictJson.parse("1e400".getBytes(UTF_8))))
        .isInstanceOf(MalformedJsonException.class);
  }

  @Property(tries = 300)
  void isAFixedPoint(@ForAll("values") JsonValue value) throws MalformedJsonException {
    byte[] once = CanonicalJson.encode(value);
    assertThat(CanonicalJson.encode(parseCanonical(once))).isEqualTo(once);
  }

  @Property(tries = 300)
  void doesNotDependOnTheOrderOfMembers(@ForAll("values") JsonValue value, @ForAll Random random)
      throws MalformedJsonException {
    assertThat(CanonicalJson.encode(shuffled(value, random)))
        .isEqualTo(CanonicalJson.encode(value));
  }

  @Property(tries = 300)
  void tellsDifferentValuesApart(@ForAll("values") JsonValue a, @ForAll("values") JsonValue b)
      throws MalformedJsonException {
    assertThat(java.util.Arrays.equals(CanonicalJson.encode(a), CanonicalJson.encode(b)))
        .isEqualTo(same(a, b));
  }

  /** Records compare maps without regard to order, as JSON does. */
  private static boolean same(JsonValue a, JsonValue b) {
    return a.equals(b);
  }

  /** Canonical form leaves control characters raw, which JSON does not allow. */
  static JsonValue parseCanonical(byte[] canonical) throws MalformedJsonException {
    StringBuilder json = new StringBuilder();
    new String(canonical, UTF_8)
        .chars()
        .forEach(
            c -> {
              if (c < 0x20) {
                json.append(String.format("\\u%04x", c));
              } else {
                json.append((char) c);
              }
            });
    return StrictJson.parse(json.toString().getBytes(UTF_8));
  }

  private static JsonValue shuffled(JsonValue value, Random random) {
    return switch (value) {
      case JsonValue.JsonObject(Map<String, JsonValue> members) -> {
        List<String> names = new ArrayList<>(members.keySet());
        Collections.shuffle(names, random);
        Map<String, JsonValue> other = new LinkedHashMap<>();
        for (String name : names) {
          other.put(name, shuffled(members.getOrDefault(name, value), random));
        }
        yield new JsonValue.JsonObject(other);
      }
      case JsonValue.JsonArray(List<JsonValue> elements) ->
          new JsonValue.JsonArray(elements.stream().map(e -> shuffled(e, random)).toList());
      case JsonValue.JsonString text -> text;
      case JsonValue.JsonNumber number -> number;
      case JsonValue.JsonBoolean truth -> truth;
      case JsonValue.JsonNull nothing -> nothing;
    };
  }

  @Provide
  Arbitrary<JsonValue> values() {
    return values(3);
  }

  private static Arbitrary<JsonValue> values(int depth) {
    Arbitrary<String> texts =
        Arbitraries.strings()
            .withChars("aé\"\\/\u0001\u2028～<")
            .ofMaxLength(3)
            .map(s -> s + (s.length() > 2 ? "😀" : ""));
    Arbitrary<JsonValue> leaves =
        Arbitraries.oneOf(
            texts.map(JsonValue.JsonString::new),
            Arbitraries.longs()
                .between(-(1L << 53), 1L << 53)
                .map(n -> new JsonValue.JsonNumber(Long.toString(n))),
            Arbitraries.of(true, false).map(JsonValue.JsonBoolean::new),
            Arbitraries.just(new JsonValue.JsonNull()));
    if (depth == 0) {
      return leaves;
    }
    return Arbitraries.oneOf(
        leaves,
        values(depth - 1).list().ofMaxSize(3).map(JsonValue.JsonArray::new),
        Arbitraries.maps(texts, values(depth - 1)).ofMaxSize(4).map(JsonValue.JsonObject::new));
  }
}
