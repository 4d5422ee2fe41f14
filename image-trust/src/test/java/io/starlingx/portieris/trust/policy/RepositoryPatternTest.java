/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.image.ParsedImage;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class RepositoryPatternTest {

  /** Rows whose result changes because patterns also see the canonical spelling. */
  private static final List<Integer> CHANGED_BY_CANONICAL_SPELLING = List.of(17, 24, 25, 50);

  @ParameterizedTest
  @CsvFileSource(resources = "pattern-vectors.csv", numLinesToSkip = 1, quoteCharacter = '\'')
  void matchesTheRawSpellingAsPortierisDoes(
      int number, String pattern, String image, boolean matches) {
    assertThat(new RepositoryPattern(pattern).matches(image)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "pattern-vectors.csv", numLinesToSkip = 1, quoteCharacter = '\'')
  void theCanonicalSpellingOnlyAddsTheKnownMatches(
      int number, String pattern, String image, boolean matches) {
    boolean canonical =
        ImageReference.parse(image) instanceof ParsedImage.Valid(ImageReference reference)
            && new RepositoryPattern(pattern).matches(reference.canonical());

    assertThat(!matches && canonical).isEqualTo(CHANGED_BY_CANONICAL_SPELLING.contains(number));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "\"\", \"\", true",
        "\"\", abcdefgh, false",
        "abcdefgh, abcdefgh, true",
        "abcdefgh, stuvwxyz, false",
        "*, stuvwxyz, true",
        "*, abcd*fgh, true",
        "*wxyz, stuvwxyz, true",
        "*efgh, stuvwxyz, false",
        "s*wx*z, stuvwxyz, true",
        "a*de*h, stuvwxyz, false",
        "a*de*h, abcwxyz, false",
        "stuv*, stuvwxyz, true",
        "efgh*, stuvwxyz, false",
        "a*a, a, false",
        "a*a, aa, true",
        "ab*ba, aba, false",
        "a**a, aa, true",
        "*ab*ab*, ab, false",
        "*ab*ab*, abab, true",
      })
  void globStandsForAnyRunOfCharacters(String pattern, String text, boolean matches) {
    assertThat(RepositoryPattern.glob(pattern, text)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "stuvwxyz, stuvwxyz:latest, true",
    "stuvwxyz:*, stuvwxyz:latest, true",
    "uk.icr.io/*, uk.icr.io/imagesec-demo/alpinegood:demo, true",
    "uk.icr.io/imagesec-demo/*, uk.icr.io/imagesec-demo/alpinegood:demo, true",
    "uk.icr.io/imagesec-demo/alpinegood, uk.icr.io/imagesec-demo/alpinegood:demo, true",
    "abcdefgh, stuvwxyz:latest, false",
  })
  void anyTagMayFollow(String pattern, String text, boolean matches) {
    assertThat(RepositoryPattern.globAnyTag(pattern, text)).isEqualTo(matches);
  }

  @Property(tries = 2000)
  void agreesWithARegularExpression(@ForAll("globs") String pattern, @ForAll("texts") String text) {
    assertThat(RepositoryPattern.glob(pattern, text))
        .isEqualTo(Pattern.matches(regex(pattern), text));
  }

  @ParameterizedTest
  @CsvSource({
    "icr.io/app, icr.io/app, true",
    "icr.io/app:1.*, icr.io/app, true",
    "icr.io/app:1, icr.io/app, true",
    "icr.io/app*-signed, icr.io/app, true",
    "icr.io/*, icr.io/app, true",
    "icr.io/*:stable, icr.io/team/app, true",
    "*:stable, icr.io/team/app, true",
    "nginx:1.*, nginx, true",
    "icr.io/app:1, icr.io/app2, false",
    "icr.io/app:1, evil.io/app, false",
    "icr.io:5000/app:1, icr.io/app, false",
    "icr.io/app@sha256:00, icr.io/app, false",
    "icr.io/a*/b, icr.io/a, false",
    "icr.io/app, icr.io/app/more, false",
  })
  void aPatternForTagsIsKnownByItsRepository(String pattern, String repository, boolean expected) {
    assertThat(new RepositoryPattern(pattern).matchesSomeTagOf(repository)).isEqualTo(expected);
  }

  @Property(tries = 2000)
  void whatMatchesWithATagMatchesSomeTag(
      @ForAll("globs") String pattern,
      @ForAll("texts") String repository,
      @ForAll("tags") String tag) {
    RepositoryPattern any = new RepositoryPattern(pattern);
    String untagged = repository.replace(":", "");

    if (any.matches(untagged + ":" + tag)) {
      assertThat(any.matchesSomeTagOf(untagged)).isTrue();
    }
  }

  @Provide
  Arbitrary<String> tags() {
    return Arbitraries.strings().withChars("ab.").ofMinLength(1).ofMaxLength(5);
  }

  @Property(tries = 2000)
  void theHostOfAMatchIsInTheHostLanguageOfThePattern(
      @ForAll("globs") String host, @ForAll("globs") String path, @ForAll("texts") String image) {
    String hostOnly = host.replace("/", "");
    boolean matches = new RepositoryPattern(hostOnly + "/" + path).matches(image);

    if (matches) {
      assertThat(image).contains("/");
      assertThat(image.substring(0, image.indexOf('/'))).matches(regex(hostOnly));
    }
  }

  @Provide
  Arbitrary<String> globs() {
    return Arbitraries.strings().withChars("ab*/.:").ofMaxLength(8);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("ab/.:").ofMaxLength(12);
  }

  @FuzzTest(maxDuration = "2s")
  void neverThrowsOnAHostilePattern(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    int middle = text.length() / 2;
    RepositoryPattern pattern = new RepositoryPattern(text.substring(0, middle));
    String image = text.substring(middle);
    if (pattern.isExactly(image)) {
      assertThat(pattern.matches(image)).isTrue();
    }
    assertThat(pattern.matches(image) && image.isEmpty() && pattern.score() > 0).isFalse();
  }

  private static String regex(String pattern) {
    return Arrays.stream(pattern.split("\\*", -1))
        .map(Pattern::quote)
        .collect(Collectors.joining("(?s).*"));
  }
}
