/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptTextsTest {

  private final List<StringBuilder> written = new ArrayList<>();
  private final KeptTexts<StringBuilder> texts =
      new KeptTexts<>(
          object -> {
            written.add(object);
            return object.toString();
          });

  @Test
  void writesWhatIsMetAgainOnce() {
    StringBuilder object = new StringBuilder("text");

    assertThat(texts.of(object)).isEqualTo("text");
    assertThat(texts.of(object)).isEqualTo("text");

    assertThat(written).hasSize(1);
  }

  @Test
  void neverTakesOneForAnotherInTheSamePlace() {
    List<StringBuilder> objects = new ArrayList<>();
    for (int i = 0; i < 2 * KeptTexts.PLACES; i++) {
      objects.add(new StringBuilder("text " + i));
    }
    for (int round = 0; round < 2; round++) {
      objects.forEach(object -> assertThat(texts.of(object)).isEqualTo(object.toString()));
    }
    assertThat(written).hasSizeLessThan(2 * objects.size());
  }

  @Test
  void keepsNoTextThatIsTooLong() {
    StringBuilder object = new StringBuilder("x".repeat(KeptTexts.LONGEST + 1));

    assertThat(texts.of(object)).isEqualTo(texts.of(object));

    assertThat(written).hasSize(2);
  }
}
