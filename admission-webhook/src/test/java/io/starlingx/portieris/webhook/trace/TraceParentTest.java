/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.trace;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {

  private static final String HEADER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void readsWhatItWrites() {
    assertThat(TraceParent.parse(HEADER)).map(TraceParent::header).contains(HEADER);
    assertThat(TraceParent.parse(HEADER))
        .hasValueSatisfying(p -> assertThat(p.isSampled()).isTrue());
    assertThat(TraceParent.parse(HEADER.replace("-01", "-02")))
        .hasValueSatisfying(p -> assertThat(p.isSampled()).isFalse());
  }

  @Test
  void readsFutureVersionsUpToTheFieldsItKnows() {
    assertThat(TraceParent.parse("01" + HEADER.substring(2) + "-what-comes-later")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\nx: y"
      })
  void passesOverWhatIsNoTraceParent(String header) {
    assertThat(TraceParent.parse(header)).isEmpty();
  }

  @Property
  void nothingButHexDigitsAndDashesGoesOn(@ForAll String header) {
    TraceParent.parse(header)
        .ifPresent(parent -> assertThat(parent.header()).matches("[0-9a-f-]{55}"));
  }
}
