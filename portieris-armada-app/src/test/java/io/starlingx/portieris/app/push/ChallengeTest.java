/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChallengeTest {

  @Test
  void readsParametersWithAndWithoutQuotes() {
    Challenge challenge =
        Challenge.choose(
                List.of(
                    "Bearer realm=\"https://a.example/t?x=1,2\",Service=reg,scope=\"repository:x:pull,push\""))
            .orElseThrow();

    assertThat(challenge.bearer()).isTrue();
    assertThat(challenge.parameter("realm")).contains("https://a.example/t?x=1,2");
    assertThat(challenge.parameter("service")).contains("reg");
    assertThat(challenge.parameter("scope")).contains("repository:x:pull,push");
  }

  @Test
  void prefersATokenToAPassword() {
    assertThat(Challenge.choose(List.of("Basic realm=\"x\"", "Bearer realm=\"https://a\"")))
        .hasValueSatisfying(challenge -> assertThat(challenge.bearer()).isTrue());
    assertThat(Challenge.choose(List.of("Basic realm=\"Bearer of rings\"")))
        .hasValueSatisfying(challenge -> assertThat(challenge.bearer()).isFalse());
    assertThat(Challenge.choose(List.of("Negotiate abc"))).isEmpty();
    assertThat(Challenge.choose(List.of())).isEmpty();
  }
}
