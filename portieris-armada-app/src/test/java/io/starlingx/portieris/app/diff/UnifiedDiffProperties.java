/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.diff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;

class UnifiedDiffProperties {

  private static final Pattern HUNK =
      Pattern.compile("@@ -(\\d+)(?:,(\\d+))? \\+(\\d+)(?:,(\\d+))? @@");

  @Property(tries = 300)
  void appliedToTheFirstTextItGivesTheSecond(
      @ForAll @Size(max = 40) List<@CharRange(from = 'a', to = 'd') Character> before,
      @ForAll @Size(max = 40) List<@CharRange(from = 'a', to = 'd') Character> after) {
    List<String> old = before.stream().map(String::valueOf).toList();
    List<String> current = after.stream().map(String::valueOf).toList();

    List<String> diff = UnifiedDiff.of(bytes(old), bytes(current));

    assertThat(apply(old, diff)).isEqualTo(current);
    assertThat(diff.isEmpty()).isEqualTo(old.equals(current));
  }

  @Example
  void contextIsThreeLinesAndFarChangesGetHunksOfTheirOwn() {
    List<String> old = List.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12");
    List<String> current = List.of("one", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11");

    assertThat(UnifiedDiff.of(bytes(old), bytes(current)))
        .containsExactly(
            "@@ -1,4 +1,4 @@",
            "-1",
            "+one",
            " 2",
            " 3",
            " 4",
            "@@ -9,4 +9,3 @@",
            " 9",
            " 10",
            " 11",
            "-12");
  }

  @Example
  void binaryContentIsNotShown() {
    assertThat(UnifiedDiff.of(new byte[] {0, 1}, new byte[] {0, 2}))
        .containsExactly("binary content differs");
  }

  @Example
  void aHugeDifferenceIsCounted() {
    List<String> old = java.util.stream.IntStream.range(0, 3000).mapToObj(i -> "a" + i).toList();
    List<String> current =
        java.util.stream.IntStream.range(0, 3000).mapToObj(i -> "b" + i).toList();

    assertThat(UnifiedDiff.of(bytes(old), bytes(current)))
        .containsExactly("3000 lines became 3000");
  }

  private static List<String> apply(List<String> old, List<String> diff) {
    List<String> result = new ArrayList<>();
    int next = 0;
    for (String line : diff) {
      Matcher hunk = HUNK.matcher(line);
      if (hunk.matches()) {
        int start = Integer.parseInt(hunk.group(1)) - ("0".equals(hunk.group(2)) ? 0 : 1);
        while (next < start) {
          result.add(old.get(next++));
        }
      } else {
        String text = line.substring(1);
        if (line.charAt(0) != '+') {
          assertThat(old.get(next++)).isEqualTo(text);
        }
        if (line.charAt(0) != '-') {
          result.add(text);
        }
      }
    }
    result.addAll(old.subList(next, old.size()));
    return result;
  }

  private static byte[] bytes(List<String> lines) {
    return String.join("\n", lines).getBytes(UTF_8);
  }
}
