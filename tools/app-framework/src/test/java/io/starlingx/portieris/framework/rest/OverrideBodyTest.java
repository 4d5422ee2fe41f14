/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.framework.override.OverrideRequest;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both forms in which clients have said what becomes of the values set before. */
class OverrideBodyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"flag": "reuse", "values": {"files": ["a: 1"], "set": []}, "attributes": {}}  | true
          {"flag": "reset", "values": {"files": [], "set": ["a=1"]}, "attributes": {}}   | false
          {"flag": "reset", "values": {}}                                                | false
          {"flags": {"reuse_values": true, "reset_values": false, "reapply": false, "reapply_all": false}, "values": {}} | true
          {"flags": {"reuse_values": false, "reset_values": true, "reapply": false, "reapply_all": false}, "values": {}} | false
          {"flags": {}, "values": {"set": ["a=1"]}}                                      | false
          """)
  void readsBothForms(String json, boolean isReuse) throws IOException {
    OverrideRequest request = OverrideBody.of(tree(json)).values().orElseThrow();

    assertThat(request.reuse()).isEqualTo(isReuse);
    assertThat(request.reset()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"flags": {}, "values": {}, "attributes": {"enabled": "false"}}
          {"flag": null, "values": {}, "attributes": {"enabled": "false"}}
          {"attributes": {"enabled": false}}
          """)
  void aChangeOfAttributesLeavesTheValues(String json) throws IOException {
    OverrideBody body = OverrideBody.of(tree(json));

    assertThat(body.values()).isEmpty();
    assertThat(body.attributes()).containsEntry("enabled", "false");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"flags": {"reuse_values": false, "reset_values": true, "reapply": true, "reapply_all": false}} | THIS
          {"flags": {"reset_values": true, "reapply_all": true}} | ALL
          {"flags": {"reset_values": true, "reapply": false}}    | NONE
          {"flag": "reset"}                                      | NONE
          """)
  void tellsWhatToApplyAgain(String json, OverrideBody.Reapply reapply) throws IOException {
    assertThat(OverrideBody.of(tree(json)).reapply()).isEqualTo(reapply);
  }

  @Test
  void noMemberAtAllChangesNothing() throws IOException {
    OverrideBody body = OverrideBody.of(tree("{}"));

    assertThat(body.values()).isEmpty();
    assertThat(body.attributes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"flags": {"reuse_values": true}}                      | Invalid flags: 'reuse_values' and 'reset_values' cannot both be True.
          {"flag": "keep"}                                       | Invalid flag: keep must be either 'reuse' or 'reset'.
          {"flag": "reuse", "flags": {"reset_values": true}}     | 'flag' and 'flags' cannot both be given.
          {"flags": {"reapply": true, "reapply_all": true}}      | Invalid flags: 'reapply' and 'reapply_all' cannot both be True.
          {"flags": []}                                          | flags is not a JSON object
          {"colour": 1}                                          | Unknown argument: "colour"
          {"values": {"files": "a: 1"}}                          | values.files is not a list of texts
          {"values": {"set": [1]}}                               | values.set is not a list of texts
          {"flag": "reset", "attributes": {"enabled": "false"}}  | Values and attributes cannot be changed by one request.
          """)
  void refuses(String json, String text) {
    assertThatThrownBy(() -> OverrideBody.of(tree(json)))
        .isInstanceOf(RefusedCallException.class)
        .hasMessage(text);
  }

  private static ObjectNode tree(String json) throws IOException {
    return (ObjectNode) new JsonMapper().readTree(json);
  }
}
