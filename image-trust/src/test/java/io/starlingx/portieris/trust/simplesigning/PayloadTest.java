/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a signature may say. */
class PayloadTest {

  private static final String CRITICAL =
      "{\"type\":\"atomic container signature\",\"image\":{\"docker-manifest-digest\":\"d\"},"
          + "\"identity\":{\"docker-reference\":\"r\"}}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"creator\":\"c\",\"timestamp\":1795316271,\"more\":[null]}",
        "{\"timestamp\":-1}",
        "{\"timestamp\":1.0}",
        "{\"timestamp\":1e9}",
      })
  void acceptsWhatIsOptional(String optional) throws Exception {
    assertThat(Payload.parse(payload(CRITICAL, optional))).isEqualTo(new Payload("d", "r"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "{\"creator\":1}",
        "{\"creator\":null}",
        "{\"creator\":\"a\",\"creator\":\"a\"}",
        "{\"timestamp\":1.5}",
        "{\"timestamp\":\"1\"}",
        "{\"timestamp\":1e99}",
        "{\"timestamp\":1e99999999999}",
        "{\"a\":{\"b\":1,\"b\":1}}",
      })
  void rejectsWrongOptionalMembers(String optional) {
    assertMalformed(payload(CRITICAL, optional));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "{\"type\":\"atomic container signature\"}",
        "{\"Type\":\"atomic container signature\",\"image\":{\"docker-manifest-digest\":\"d\"},"
            + "\"identity\":{\"docker-reference\":\"r\"}}",
        "{\"type\":\"other\",\"image\":{\"docker-manifest-digest\":\"d\"},"
            + "\"identity\":{\"docker-reference\":\"r\"}}",
        "{\"type\":\"atomic container signature\",\"image\":{\"docker-manifest-digest\":1},"
            + "\"identity\":{\"docker-reference\":\"r\"}}",
        "{\"type\":\"atomic container signature\",\"image\":{\"docker-manifest-digest\":\"d\"},"
            + "\"identity\":{\"docker-reference\":\"r\",\"x\":1}}",
        "{\"type\":\"atomic container signature\",\"image\":{\"docker-manifest-digest\":\"d\","
            + "\"docker-manifest-digest\":\"e\"},\"identity\":{\"docker-reference\":\"r\"}}",
      })
  void rejectsAnyOtherCriticalPart(String critical) {
    assertMalformed(payload(critical, "{}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "{\"critical\":{}}"})
  void rejectsOtherDocuments(String document) {
    assertMalformed(document.getBytes(UTF_8));
  }

  private static byte[] payload(String critical, String optional) {
    return "{\"critical\":%s,\"optional\":%s}".formatted(critical, optional).getBytes(UTF_8);
  }

  private static void assertMalformed(byte[] content) {
    assertThatThrownBy(() -> Payload.parse(content)).isInstanceOf(RefusedSignatureException.class);
  }
}
