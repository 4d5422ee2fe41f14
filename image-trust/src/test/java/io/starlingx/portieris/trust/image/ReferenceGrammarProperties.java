/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.image;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The grammar as its authors write it, in regular expressions. */
class ReferenceGrammarProperties {

  private static final String COMPONENT = "[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*";

  @Property(tries = 5_000)
  void readsPathsAsTheGrammarDoes(@ForAll("texts") String text) {
    assertThat(ReferenceGrammar.isPath(text))
        .isEqualTo(text.matches(COMPONENT + "(?:/" + COMPONENT + ")*"));
  }

  @Property(tries = 5_000)
  void readsTagsAsTheGrammarDoes(@ForAll("texts") String text) {
    assertThat(ReferenceGrammar.isTag(text))
        .isEqualTo(text.matches("[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}"));
  }

  @Property
  void readsDigestsAsTheGrammarDoes(@ForAll("digests") String text) {
    assertThat(ReferenceGrammar.isSha256(text)).isEqualTo(text.matches("[0-9a-f]{64}"));
  }

  @Example
  void boundsTheLengthOfATag() {
    assertThat(ReferenceGrammar.isTag("a".repeat(128))).isTrue();
    assertThat(ReferenceGrammar.isTag("a".repeat(129))).isFalse();
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars("a0z9_-./")
        .withChars('A', 'Z', ':', '\u0131')
        .ofMaxLength(9);
  }

  @Provide
  Arbitrary<String> digests() {
    return Arbitraries.strings()
        .withChars("0123456789abcdef")
        .ofMinLength(63)
        .ofMaxLength(65)
        .flatMap(hex -> Arbitraries.of(hex, hex.replace('a', 'g'), hex.replace('b', 'B')));
  }
}
