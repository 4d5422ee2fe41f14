/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDocumentTest {

  private static final String SCHEMA =
      """
      {
        "type": "object",
        "required": ["image",
                     "replicas"],
        "properties": {
          "image": {"pattern": "^\\"[a-z]+\\\\.[\\u00e4-ö]$", "nothing": null},
          "replicas": {"minimum": -1, "multipleOf": 0.5, "default": true, "also": false},
          "<<": {}, "empty": [], "text": ""
        }
      }
      """;

  @Test
  void givesWhatTheReaderOfYamlGives() {
    YamlFile json = new YamlReader().nextJson(SCHEMA.getBytes(UTF_8));

    assertThat(JsonDocument.read(SCHEMA, 100, 50)).isPresent();
    assertThat(json).isEqualTo(new YamlReader().next(SCHEMA.getBytes(UTF_8)));
    assertThat(json.first().lineOf("properties", "replicas", "default")).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "type: object",
        "{type: object}",
        "{\"a\": 1",
        "{\"a\": 1}}",
        "{\"a\": 1} {\"b\": 2}",
        "{\"a\": 1}\n---\n{\"b\": 2}",
        "[1, 2",
        "{\"a\": 1,}",
        "{\"a\": 01}",
        "{\"a\": NaN}"
      })
  void leavesAllElseToTheReaderOfYaml(String text) {
    assertThat(JsonDocument.read(text, 100, 50)).isEmpty();
    assertThat(new YamlReader().nextJson(text.getBytes(UTF_8)))
        .isEqualTo(new YamlReader().next(text.getBytes(UTF_8)));
  }

  @Test
  void readsNoMoreThanTheLimits() {
    assertThat(JsonDocument.read("[1, 2, 3]", 4, 50)).isPresent();
    assertThat(JsonDocument.read("[1, 2, 3]", 3, 50)).isEmpty();
    assertThat(JsonDocument.read("[[[]]]", 100, 2)).isPresent();
    assertThat(JsonDocument.read("[[[]]]", 100, 1)).isEmpty();

    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    assertThat(new YamlReader().nextJson(deep.getBytes(UTF_8)).isReadable()).isFalse();
    YamlReader tired = new YamlReader();
    String many = "[" + "1, ".repeat(199_000) + "1]";
    for (int i = 0; i < 5; i++) {
      assertThat(tired.nextJson(many.getBytes(UTF_8)).isReadable()).isTrue();
    }
    assertThat(tired.nextJson(many.getBytes(UTF_8)).problem()).contains("too many values");
  }
}
