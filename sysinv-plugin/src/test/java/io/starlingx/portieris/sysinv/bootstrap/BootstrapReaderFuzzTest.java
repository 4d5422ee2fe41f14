/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a file holds, reading it ends in a result, and a refusal names what to correct. */
class BootstrapReaderFuzzTest {

  private static final List<String> KEYS =
      List.of(
          "image_trust",
          "docker_registries",
          "ssl_ca_cert",
          "docker_no_proxy",
          "applications",
          "enabled",
          "ca_cert",
          "notary_servers",
          "policies",
          "identities",
          "replicas",
          "name",
          "namespace",
          "repositories",
          "trust",
          "signers",
          "policy",
          "url",
          "urls",
          "defaults",
          "icr.io",
          "prefix",
          "signed_prefix",
          "simple",
          "requirements",
          "root",
          "<<",
          "? [x]");

  @FuzzTest(maxDuration = "5s")
  void endsInAResultOnHostileBytes(byte[] content) {
    check(content);
  }

  @Property(tries = 300)
  void endsInAResultOnAnyTreeUnderTheKnownKeys(@ForAll("trees") String yaml) {
    check(yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static void check(byte[] content) {
    switch (BootstrapFiles.readOnce(content)) {
      case BootstrapResult.Valid valid -> assertThat(valid.config().mirrors()).isNotNull();
      case BootstrapResult.Invalid(List<Finding> problems) ->
          assertThat(problems)
              .isNotEmpty()
              .allSatisfy(problem -> assertThat(problem.what()).isNotBlank());
    }
  }

  @Provide
  Arbitrary<String> trees() {
    return Arbitraries.maps(Arbitraries.of(KEYS), values(4))
        .ofMaxSize(4)
        .map(BootstrapReaderFuzzTest::flow);
  }

  private static Arbitrary<String> values(int depth) {
    Arbitrary<String> scalars =
        Arbitraries.of(
            "",
            "~",
            "true",
            "no",
            "1",
            "010",
            "1.5",
            "x",
            "''",
            "\"{{ a }}\"",
            "!vault x",
            "!x y",
            "/",
            "/etc",
            "https://a",
            "'https://u:p@a'",
            "icr.io/*",
            "\"\\0\"",
            "2026-01-01",
            "<<",
            "*a",
            "&a b");
    if (depth == 0) {
      return scalars;
    }
    Arbitrary<String> nested = values(depth - 1);
    return Arbitraries.oneOf(
        scalars,
        nested.list().ofMaxSize(3).map(list -> "[" + String.join(", ", list) + "]"),
        Arbitraries.maps(Arbitraries.of(KEYS), nested)
            .ofMaxSize(3)
            .map(BootstrapReaderFuzzTest::flow));
  }

  private static String flow(Map<String, String> map) {
    return map.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
