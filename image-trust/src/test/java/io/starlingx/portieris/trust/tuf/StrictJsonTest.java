/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "{",
        "[1",
        "{\"a\":1,}",
        "[1,]",
        "{'a':1}",
        "{a:1}",
        "{\"a\":1} {}",
        "{\"a\":1}x",
        "1 2",
        "NaN",
        "+1",
        "01",
        "1.",
        ".5",
        "-",
        "tru",
        "/*x*/1",
        "//x\n1",
        "\"\t\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\ud83d\"",
        "\"\\ude00\\ud83d\"",
        "{\"\\ud83d\":1}",
        "\uFEFF{}"
      })
  void refusesWhatReadersDisagreeAbout(String text) {
    assertThatThrownBy(() -> StrictJson.parse(text.getBytes(UTF_8)))
        .isInstanceOf(MalformedJsonException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":1}",
        "[{\"b\":{\"a\":1,\"c\":2,\"a\":3}}]",
        "{\"a\":1,\"\\u0061\":2}"
      })
  void refusesDuplicateNamesAtEveryDepthAndInEverySpelling(String text) {
    assertThatThrownBy(() -> StrictJson.parse(text.getBytes(UTF_8)))
        .isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void tellsNamesThatDifferInCaseApart() throws MalformedJsonException {
    assertThat(((JsonValue.JsonObject) parse("{\"a\":1,\"A\":2}")).members()).hasSize(2);
  }

  @Test
  void refusesOtherEncodings() {
    assertThatThrownBy(() -> StrictJson.parse("{}".getBytes(UTF_16)))
        .isInstanceOf(MalformedJsonException.class);
    assertThatThrownBy(() -> StrictJson.parse(new byte[] {'"', (byte) 0xc0, (byte) 0xaf, '"'}))
        .isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void nestsAsDeepAsTheLimitAndNoDeeper() throws MalformedJsonException {
    String deepest = "[".repeat(StrictJson.MAX_DEPTH) + "]".repeat(StrictJson.MAX_DEPTH);
    assertThat(parse(deepest)).isInstanceOf(JsonValue.JsonArray.class);
    assertThatThrownBy(() -> parse("[" + deepest + "]")).isInstanceOf(MalformedJsonException.class);
    assertThatThrownBy(() -> parse("[".repeat(1_000_000)))
        .isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void limitsTheMembersOfAnObject() throws MalformedJsonException {
    assertThat(parse(members(StrictJson.MAX_MEMBERS))).isInstanceOf(JsonValue.JsonObject.class);
    assertThatThrownBy(() -> parse(members(StrictJson.MAX_MEMBERS + 1)))
        .isInstanceOf(MalformedJsonException.class);
  }

  private static String members(int count) {
    StringBuilder text = new StringBuilder("{\"0\":0");
    for (int i = 1; i < count; i++) {
      text.append(",\"").append(i).append("\":0");
    }
    return text.append('}').toString();
  }

  @Test
  void keepsNumbersAsText() throws MalformedJsonException {
    assertThat(parse("1e3")).isEqualTo(new JsonValue.JsonNumber("1e3"));
    assertThat(parse("9007199254740993")).isEqualTo(new JsonValue.JsonNumber("9007199254740993"));
  }

  private static JsonValue parse(String text) throws MalformedJsonException {
    return StrictJson.parse(text.getBytes(UTF_8));
  }
}
