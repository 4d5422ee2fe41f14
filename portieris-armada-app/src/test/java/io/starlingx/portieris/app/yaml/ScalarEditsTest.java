/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NotBlank;
import org.junit.jupiter.api.Test;

class ScalarEditsTest {

  @Test
  void replacesOnlyTheValue() {
    ScalarEdits edits =
        new ScalarEdits(
            "# first\nspec:\n    version: '1.0' # mine\n    other: [1, {version: x}]\n");

    edits.at(0, "spec", "version").orElseThrow().replace("2.0");

    assertThat(edits.apply())
        .isEqualTo("# first\nspec:\n    version: \"2.0\" # mine\n    other: [1, {version: x}]\n");
  }

  @Test
  void countsCharactersOutsideTheBasicPlaneOnce() {
    ScalarEdits edits =
        new ScalarEdits("a: \"\ud83d\ude80\ud83d\ude80\"\nb: x # \ud83d\ude80\nc: y\n");

    edits.at(0, "b").orElseThrow().replace("1");
    edits.at(0, "c").orElseThrow().replace("2");

    assertThat(edits.apply())
        .isEqualTo("a: \"\ud83d\ude80\ud83d\ude80\"\nb: \"1\" # \ud83d\ude80\nc: \"2\"\n");
  }

  @Test
  void findsValuesOfEveryDocumentAndNoneThatIsNotThere() {
    ScalarEdits edits = new ScalarEdits("a: 1\n---\nb: {c: 2}\n");

    assertThat(edits.documents()).isEqualTo(2);
    assertThat(edits.at(1, "b", "c")).hasValueSatisfying(c -> assertThat(c.line()).isEqualTo(3));
    assertThat(edits.at(0, "b")).isEmpty();
    assertThat(edits.at(1, "b")).isEmpty();
    assertThat(edits.at(1, "b", "c", "d")).isEmpty();
  }

  @Property
  void whatWasReplacedIsReadAgain(
      @ForAll @AlphaChars @NotBlank String before, @ForAll @AlphaChars @NotBlank String after) {
    String text = "x: [\"" + before + "\"]\ny:\n  z: \"" + before + "\"   # \"" + before + "\"\n";
    ScalarEdits edits = new ScalarEdits(text);
    edits.at(0, "y", "z").orElseThrow().replace(after);

    ScalarEdits again = new ScalarEdits(edits.apply());
    assertThat(again.at(0, "y", "z"))
        .hasValueSatisfying(z -> assertThat(z.text()).isEqualTo(after));
    again.at(0, "y", "z").orElseThrow().replace(before);
    assertThat(again.apply()).isEqualTo(text);
  }
}
