/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MembersTest {

  private static Members members(String json) {
    try {
      return Members.parse("file", json.getBytes(UTF_8));
    } catch (TufException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private interface Reading {
    Object of(Members members) throws TufException;
  }

  private static void assertWrong(String json, Reading reading, String wanted) {
    assertThatThrownBy(() -> reading.of(members(json)))
        .isInstanceOfSatisfying(
            TufException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ReasonCode.MALFORMED);
              assertThat(e.text()).isEqualTo("file: m must be " + wanted);
            });
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "9007199254740992, 9007199254740992", "0, 0", "-5, -5"})
  void readsPlainIntegers(String text, long number) throws TufException {
    assertThat(members("{\"m\":" + text + "}").integer("m", -5)).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0",
        "1e3",
        "9007199254740993",
        "99999999999999999",
        "-6",
        "\"1\"",
        "null",
        "true",
        "-0.0"
      })
  void refusesEveryOtherNumber(String text) {
    assertWrong("{\"m\":" + text + "}", m -> m.integer("m", -5), "an integer of at least -5");
    assertWrong("{}", m -> m.integer("m", -5), "an integer of at least -5");
  }

  @ParameterizedTest
  @CsvSource({
    "2120-01-01T00:00:00Z, 2120-01-01T00:00:00Z",
    "2120-01-01T02:00:00.5+02:00, 2120-01-01T00:00:00.5Z",
    "2120-01-01T00:00:00.123456789Z, 2120-01-01T00:00:00.123456789Z",
    "2120-01-01T00:00:00.1234567899Z, 2120-01-01T00:00:00.123456789Z",
    "2120-01-01T00:00:00-00:30, 2120-01-01T00:30:00Z",
    "2120-01-01T00:00:00+00:00, 2120-01-01T00:00:00Z",
    "2120-01-01T00:00:00-00:00, 2120-01-01T00:00:00Z",
    "2120-01-01T00:00:00+18:01, 2119-12-31T05:59:00Z",
    "2120-01-01T00:00:00+23:59, 2119-12-31T00:01:00Z",
    "2120-01-01T00:00:00.25-23:59, 2120-01-01T23:59:00.25Z",
    "9999-12-31T23:59:59-23:59, +10000-01-01T23:58:59Z",
    "0000-02-29T00:00:00Z, 0000-02-29T00:00:00Z"
  })
  void readsDates(String text, String instant) throws TufException {
    assertThat(members("{\"m\":\"" + text + "\"}").date("m")).isEqualTo(Instant.parse(instant));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2120-01-01",
        "2120-01-01T00:00:00",
        "2120-13-01T00:00:00Z",
        "2120-01-01 00:00:00Z",
        "2120-01-01T00:00:00.Z",
        "12120-01-01T00:00:00Z",
        "2120-01-01T00:00:00+2:00",
        "2120-01-01T00:00:00+0200",
        "2120-01-01T00:00:00+02",
        "2120-01-01T00:00:00+24:00",
        "2120-01-01T00:00:00-23:60",
        "2120-01-01T00:00:00+02:00:00",
        "2120-01-01T00:00:00,5Z",
        "2120-01-01t00:00:00Z",
        "2120-01-01T00:00:00z",
        "2120-01-01T24:00:00Z",
        "2120-01-01T23:60:00Z",
        "2120-01-01T23:59:60Z",
        "2119-02-29T00:00:00Z",
        "2120-00-01T00:00:00Z",
        "2120-01-00T00:00:00Z",
        "2120-1-01T00:00:00Z",
        "-2120-01-01T00:00:00Z",
        " 2120-01-01T00:00:00Z",
        "2120-01-01T00:00:00Z "
      })
  void refusesWhatIsNoDate(String text) {
    assertWrong("{\"m\":\"" + text + "\"}", m -> m.date("m"), "a date and time");
  }

  @Test
  void aMissingDateIsLongPast() throws TufException {
    assertThat(members("{}").date("m")).isEqualTo(Instant.parse("0001-01-01T00:00:00Z"));
    assertThat(members("{\"m\":null}").date("m")).isEqualTo(Members.NO_DATE);
  }

  @Test
  void readsObjectsArraysAndText() throws TufException {
    Members all =
        members("{\"o\":{\"x\":\"y\"},\"a\":[\"b\",\"c\"],\"t\":\"text\",\"e\":\"AQI=\"}");
    assertThat(all.object("o").text("x")).isEqualTo("y");
    assertThat(all.object("o").where()).isEqualTo("file");
    assertThat(all.optionalObject("o")).isPresent();
    assertThat(all.optionalObject("none")).isEmpty();
    assertThat(all.texts("a")).containsExactly("b", "c");
    assertThat(all.array("a")).hasSize(2);
    assertThat(all.text("t")).isEqualTo("text");
    assertThat(all.base64("e")).containsExactly(1, 2);
    assertThat(all.find("t")).isPresent();
    assertThat(all.find("none")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "[]", "\"x\"", "null"})
  void refusesWhatIsNoObject(String json) {
    assertWrong("{\"m\":" + json + "}", m -> m.object("m"), "an object");
    assertThatThrownBy(() -> Members.parse("file", json.getBytes(UTF_8)))
        .hasMessage("file: an object is missing");
  }

  @Test
  void refusesAnythingOfAnotherType() {
    assertWrong("{\"m\":{}}", m -> m.array("m"), "an array");
    assertWrong("{\"m\":{}}", m -> m.texts("m"), "an array");
    assertWrong("{\"m\":[\"a\",1]}", m -> m.texts("m"), "an array of strings");
    assertWrong("{\"m\":1}", m -> m.text("m"), "a string");
    assertWrong("{\"m\":[]}", m -> m.optionalObject("m"), "an object");
    assertWrong("{\"m\":\"*\"}", m -> m.base64("m"), "base64");
    assertWrong("{\"m\":\"AQI\"}".replace("AQI", "A"), m -> m.base64("m"), "base64");
  }

  @Test
  void saysWhichFileIsNotJson() {
    assertThatThrownBy(() -> Members.parse("root", "{".getBytes(UTF_8)))
        .hasMessageStartingWith("root: not JSON at character");
  }
}
