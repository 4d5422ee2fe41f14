/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;

class JsonFuzzTest {

  private static final ObjectMapper LENIENT =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** Whatever is accepted here, a lenient reader must accept too, and see the same names in. */
  @FuzzTest(maxDuration = "2s")
  void acceptsNothingThatAnotherReaderRefuses(byte[] document) throws IOException {
    JsonValue value;
    try {
      value = StrictJson.parse(document);
    } catch (MalformedJsonException e) {
      return;
    }
    JsonNode other = LENIENT.readTree(document);
    if (value instanceof JsonValue.JsonObject object) {
      assertThat(other.properties().stream().map(Map.Entry::getKey))
          .containsExactlyElementsOf(object.members().keySet());
    }
  }

  @FuzzTest(maxDuration = "2s")
  void isReadBackAsTheSameBytes(byte[] document) {
    try {
      byte[] once = CanonicalJson.encode(StrictJson.parse(document));
      assertThat(CanonicalJson.encode(CanonicalJsonTest.parseCanonical(once))).isEqualTo(once);
    } catch (MalformedJsonException e) {
      // Refused for good: bytes that are no JSON, or a number that has no canonical form.
    }
  }
}
