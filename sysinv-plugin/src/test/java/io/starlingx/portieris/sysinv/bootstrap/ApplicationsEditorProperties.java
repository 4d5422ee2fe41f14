/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Files of every make-up: what is outside the entry stays byte for byte. */
class ApplicationsEditorProperties {

  private static final ApplicationsEditor EDITOR =
      new ApplicationsEditor("localhost.yml", ApplicationsEditorTest.ENTRY);

  @Property
  void everyLineOutsideTheEntryStaysAndASecondRunChangesNothing(@ForAll("files") String file) {
    String after = ((BootstrapEdit.Edited) EDITOR.edit(file)).text();

    List<String> left = new ArrayList<>(lines(after));
    List<String> before = lines(file);
    int same = 0;
    while (same < before.size() && before.get(same).equals(left.get(same))) {
      same++;
    }
    int behind = before.size() - same;
    assertThat(left.subList(left.size() - behind, left.size()))
        .isEqualTo(before.subList(same, before.size()));
    assertThat(String.join("", left.subList(same, left.size() - behind)))
        .contains(ApplicationsEditorTest.ENTRY.tarball())
        .doesNotContain("#");
    assertThat(EDITOR.edit(after)).isEqualTo(new BootstrapEdit.Unchanged());
  }

  @Property
  void arbitraryTextIsEditedSoundlyOrRefused(@ForAll("snippets") String file) {
    if (EDITOR.edit(file) instanceof BootstrapEdit.Edited edited) {
      assertThat(EDITOR.edit(edited.text())).isEqualTo(new BootstrapEdit.Unchanged());
    }
  }

  @Provide
  Arbitrary<String> snippets() {
    return Arbitraries.of(
            "applications:",
            "\n",
            " ",
            "  ",
            "- ",
            "/a/portieris-1.0-1.tgz",
            ":",
            "[",
            "]",
            "{",
            "}",
            "&a ",
            "*a",
            "|",
            ">",
            "'",
            "\"",
            "#",
            "x",
            "overrides:",
            "chart: portieris",
            "...",
            "---",
            "null",
            "\r\n",
            "<<",
            "!vault ")
        .list()
        .ofMaxSize(14)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> files() {
    Arbitrary<List<String>> around = variables().list().ofMaxSize(4);
    return Combinators.combine(
            around,
            applications(),
            around,
            Arbitraries.of("\n", "\r\n"),
            Arbitraries.of("", "---\n"))
        .as(
            (head, applications, tail, lineEnd, start) ->
                (start + named(head, "a") + applications + named(tail, "b"))
                    .replace("\n", lineEnd));
  }

  private static String named(List<String> blocks, String prefix) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < blocks.size(); i++) {
      text.append(blocks.get(i).replace("NAME", prefix + i));
    }
    return text.toString();
  }

  private static Arbitrary<String> variables() {
    return Arbitraries.of(
        "# a comment: with [signs] {and} 'quotes\n",
        "\n",
        "NAME: plain text # behind\n",
        "NAME: 'quoted: # text'\n",
        "NAME: \"a\\\n  b\"\n",
        "NAME: |\n  applications:\n    - /x.tgz:\n",
        "NAME: >-\n  folded\n\n  text\n",
        "NAME: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6465\n",
        "NAME: {a: 1,\n  b: [x, y]}\n",
        "NAME:\n- 1\n-   - 2\n",
        "NAME: &anchorNAME {k: v}\n",
        "? NAME\n: value\n",
        "NAME: \"{{ other }}\"\n",
        "NAME:\n    deeper:\n      applications: []\n",
        "'NAME': ümläut \uD83D\uDE00\n");
  }

  private static Arbitrary<String> applications() {
    Arbitrary<String> entry =
        Arbitraries.of(
            "- /a/X-1.0-1.tgz:\n",
            "- /a/X-1.0-1.tgz: # note\n",
            "- {/a/X-1.0-1.tgz: {overrides: []}}\n",
            """
            - '/a/X-1.0-1.tgz':
                overrides:
                - chart: c
                  namespace: n
                  values-path: /v # \uD83D\uDE00
            """,
            "- /a/X-1.0-1.tgz:\n    overrides: [{chart: c,\n      namespace: n}]\n");
    Arbitrary<String> list =
        Combinators.combine(
                entry.list().ofMinSize(1).ofMaxSize(3), Arbitraries.of("", "  ", "      "))
            .as(
                (entries, indent) -> {
                  StringBuilder text = new StringBuilder("applications:\n");
                  for (String one : entries) {
                    one.lines().forEach(line -> text.append(indent).append(line).append('\n'));
                  }
                  return text.toString();
                });
    return Arbitraries.oneOf(list, Arbitraries.of("", "applications:\n", "applications: # none\n"));
  }

  /** With their ends. */
  private static List<String> lines(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("(?<=\n)"));
  }
}
