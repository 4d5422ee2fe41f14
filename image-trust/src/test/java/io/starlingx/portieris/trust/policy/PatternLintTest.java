/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static io.starlingx.portieris.trust.policy.LintedRules.SOUND;
import static io.starlingx.portieris.trust.policy.LintedRules.checks;
import static io.starlingx.portieris.trust.policy.LintedRules.lint;
import static io.starlingx.portieris.trust.policy.LintedRules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.policy.PolicyFinding.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Findings about the patterns of rules. */
class PatternLintTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "*/*",
        "docker.io/*",
        "docker.io/library/nginx",
        "docker.io/library/nginx:*",
        "icr.io/team/*",
        "icr.io/team/app*",
        "icr.io/*/nginx",
        "*.icr.io/team/*",
        "registry*.example.com/*",
        "localhost:*/*",
        "*.icr.io:5000/*",
        "[fd00::1]:9001/*",
        "icr.io/team/app@sha256:*",
      })
  void saysNothingAboutASoundRule(String pattern) {
    assertThat(lint(rule(pattern, SOUND))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "icr.io*, icr.iox.evil.example/x",
    "nginx*, nginxx.evil.example/x",
    "nginx:*, nginx:x.evil.example/x",
    "*nginx, x.evil.example/xnginx",
    "*icr.io/*, evilicr.io",
    "icr.io*/*, icr.io.evil.example",
    "*.io/*, evil.io",
    "*:5000/*, evil:5000",
    "*evil/x, evilevil",
  })
  void findsAHostThatOthersCanOwn(String pattern, String example) {
    assertThat(lint(rule(pattern, SOUND)))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.check()).isEqualTo("pattern/unanchored-host");
              assertThat(finding.severity()).isEqualTo(Severity.WARNING);
              assertThat(finding.path()).isEqualTo("spec.repositories[0].name");
              assertThat(finding.message()).contains(example);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "nginx, docker.io/library/nginx",
    "library/*, docker.io/library/*",
    "docker.io/nginx, docker.io/library/nginx",
    "index.docker.io/team/*, docker.io/team/*",
    "ICR.io/team/*, icr.io/team/*",
    "icr.io:443/team/*, icr.io/team/*",
    "icr.io, docker.io/library/icr.io",
  })
  void findsAPatternThatMissesTheFullName(String pattern, String full) {
    assertThat(lint(rule(pattern, SOUND)))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.check()).isEqualTo("pattern/one-spelling");
              assertThat(finding.message()).endsWith("full name, " + full);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "https://icr.io/*, no scheme",
    "icr.io/a?c, only '*'",
    "icr.io/a b, such characters",
    "icr.io/, ends with '/'",
  })
  void findsAPatternThatNoImageMatches(String pattern, String why) {
    assertThat(lint(rule(pattern, SOUND)))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.check()).isEqualTo("pattern/never-matches");
              assertThat(finding.severity()).isEqualTo(Severity.WARNING);
              assertThat(finding.message()).contains(why);
            });
  }

  @Test
  void findsARuleWithoutAName() {
    assertThat(checks(rule("", SOUND))).containsExactly("pattern/empty");
  }
}
