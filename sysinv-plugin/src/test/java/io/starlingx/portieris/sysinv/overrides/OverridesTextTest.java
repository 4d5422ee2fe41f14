/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.overrides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverridesTextTest {

  private static final StaticOverrides APPLICATION =
      StaticOverrides.parse(
          """
          image: {repository: docker.io/a/b, tag: "1.0"}
          PolicySet: Permissive
          webHooks: {failurePolicy: Fail, timeoutSeconds: 10}
          excludedNamespaces: [a]
          """);

  @Test
  void valuesAreTheApplicationsWithTheOverridesOnTopAndTheImageOfTheLocalRegistry() {
    assertThat(text(Map.of("webHooks", Map.of("failurePolicy", "Ignore"))).values("a/b"))
        .isEqualTo(
            """
            image:
              repository: registry.local:9001/docker.io/a/b
              tag: "1.0"
            PolicySet: Permissive
            webHooks:
              failurePolicy: Ignore
              timeoutSeconds: 10
            excludedNamespaces:
              - a
            """);
  }

  @Test
  void helmOverrideIsOnlyWhatDiffers() {
    assertThat(
            text(Map.of(
                    "webHooks",
                    Map.of("failurePolicy", "Ignore", "timeoutSeconds", 10),
                    "excludedNamespaces",
                    List.of("a")))
                .helmOverride())
        .isEqualTo("webHooks:\n  failurePolicy: Ignore\n");
  }

  @Test
  void nothingIsAnEmptyMapping() {
    assertThat(text(Map.of()).helmOverride()).isEqualTo("{}\n");
    assertThat(text(Map.of()).values("a/b")).isEqualTo("{}\n");
  }

  @Test
  void applicationsNamesTheTarballAndTheValues() {
    assertThat(OverridesText.applications("/a/portieris-1.0-1.tgz", "/a/values.yaml"))
        .isEqualTo(
            """
            applications:
              - /a/portieris-1.0-1.tgz:
                  overrides:
                    - chart: portieris
                      namespace: portieris
                      values-path: /a/values.yaml
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"- a", "a", "a: [", "a: 1\na: 2"})
  void staticOverridesMustBeAMapping(String yaml) {
    assertThatIllegalArgumentException().isThrownBy(() -> StaticOverrides.parse(yaml));
  }

  @Test
  void emptyStaticOverridesAreNone() {
    assertThat(StaticOverrides.parse("# nothing\n")).isEqualTo(StaticOverrides.NONE);
  }

  private static OverridesText text(Map<String, Object> values) {
    return new OverridesText(
        new Overrides(Map.of("portieris", Map.of("portieris", values))), APPLICATION);
  }
}
