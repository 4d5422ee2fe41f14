/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthChallengeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer realm=\"https://auth.test/token\",service=\"s,1\",scope=\"repository:a:pull\"",
        "bEARER SCOPE=\"repository:a:pull\" , Service=\"s,1\",  realm=\"https://auth.test/token\"",
        "Bearer realm=https://auth.test/token,service=\"s\\,1\",scope=repository:a:pull",
        "Basic realm=\"x\", Bearer realm=\"https://auth.test/token\",service=\"s,1\""
            + ",scope=\"repository:a:pull\"",
        "Negotiate YWJj==, Bearer realm=\"https://auth.test/token\",service=\"s,1\""
            + ",scope=\"repository:a:pull\", Digest qop=\"auth\"",
        "Negotiate, Bearer realm = \"https://auth.test/token\" ,,service=\"s,1\""
            + ", scope=\"repository:a:pull\"",
      })
  void findsTheBearerChallengeHoweverItIsWritten(String line) {
    assertThat(AuthChallenge.parse(List.of(line)))
        .contains(
            new AuthChallenge(
                "bearer",
                Map.of(
                    "realm", "https://auth.test/token",
                    "service", "s,1",
                    "scope", "repository:a:pull")));
  }

  @Test
  void readsSeveralChallengesOfSeveralLinesInOrder() {
    assertThat(
            AuthChallenge.parse(
                List.of("Negotiate, Basic realm=\"a \\\"b\\\"\"", "Bearer realm=\"c\"")))
        .containsExactly(
            new AuthChallenge("negotiate", Map.of()),
            new AuthChallenge("basic", Map.of("realm", "a \"b\"")),
            new AuthChallenge("bearer", Map.of("realm", "c")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " , ,", "=\"x\"", "\"Bearer realm=x\""})
  void findsNothingWhereThereIsNothing(String line) {
    assertThat(AuthChallenge.parse(List.of(line))).isEmpty();
  }

  @Test
  void leavesOutAChallengeThatNamesItsRealmTwice() {
    assertThat(
            AuthChallenge.parse(
                List.of("Bearer realm=\"https://a.test\",realm=\"https://b.test\", Basic realm=c")))
        .containsExactly(new AuthChallenge("basic", Map.of("realm", "c")));
  }

  @Test
  void keepsWhatStandsBeforeABrokenChallenge() {
    assertThat(AuthChallenge.parse(List.of("Basic realm=\"a\", Bearer realm=\"unclosed")))
        .containsExactly(new AuthChallenge("basic", Map.of("realm", "a")));
  }

  @Test
  void aParameterWithoutValueIsNone() {
    assertThat(AuthChallenge.parse(List.of("Bearer realm=\"\"")))
        .singleElement()
        .matches(challenge -> challenge.parameter("realm").isEmpty());
    assertThat(AuthChallenge.parse(List.of("Bearer")).getFirst().parameter("realm")).isEmpty();
  }

  @FuzzTest(maxDuration = "2s")
  void neverThrowsOnAHostileHeader(byte[] line) {
    AuthChallenge.parse(List.of(new String(line, UTF_8)))
        .forEach(challenge -> assertThat(challenge.scheme()).isNotEmpty());
  }
}
