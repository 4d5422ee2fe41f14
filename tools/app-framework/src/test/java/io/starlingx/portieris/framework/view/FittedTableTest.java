/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class FittedTableTest {

  @Test
  void longTextTakesTheRoomThatOtherColumnsLeave() {
    PrettyTable table =
        new PrettyTable(
            List.of("name", "progress"),
            List.of(
                List.of("portieris", "a long text that does not fit in one line of this terminal"),
                List.of("x", "short")));

    assertThat(FittedTable.fit(table, 40).render())
        .isEqualTo(
            """
            +-----------+------------------------+
            | name      | progress               |
            +-----------+------------------------+
            | portieris | a long text that does  |
            |           | not fit in one line of |
            |           | this terminal          |
            |           |                        |
            | x         | short                  |
            +-----------+------------------------+
            """);
  }

  @Property
  void aFittedTableIsNeverWiderThanTheTerminalUnlessItIsNotWrappedAtAll(
      @ForAll @NotEmpty @AlphaChars @Chars({' ', '.', '-'}) String text,
      @ForAll @IntRange(min = 20, max = 120) int width) {
    PrettyTable table =
        new PrettyTable(List.of("a", "b"), List.of(List.of("one", text), List.of("two", "x")));

    PrettyTable fitted = FittedTable.fit(table, width);

    assertThat(fitted.width() <= width || fitted.equals(table)).isTrue();
  }

  @Property
  void wrappingKeepsEveryCharacterButBlanksAndNeverExceedsTheWidth(
      @ForAll @AlphaChars @Chars({' ', ',', '=', '.', '-', ':', '\n'}) String text,
      @ForAll @IntRange(min = 1, max = 40) int width) {
    String wrapped = TextWrap.fill(text, width);

    assertThat(wrapped.lines()).allMatch(line -> line.length() <= width);
    assertThat(wrapped.replaceAll("\\s", "")).isEqualTo(text.replaceAll("\\s", ""));
  }
}
