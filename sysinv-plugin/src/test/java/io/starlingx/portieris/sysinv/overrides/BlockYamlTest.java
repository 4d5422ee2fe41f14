/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.overrides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class BlockYamlTest {

  /** Texts that some reader of YAML takes for something else when they stand bare. */
  private static final List<String> TREACHEROUS =
      List.of(
          "yes",
          "No",
          "ON",
          "off",
          "y",
          "N",
          "true",
          "FALSE",
          "null",
          "Null",
          "~",
          "",
          " ",
          "1",
          "010",
          "0x1f",
          "0o17",
          "1_000",
          "1.5",
          "1e3",
          ".5",
          ".inf",
          ".NaN",
          "-",
          "- a",
          "-1",
          "12:30:45",
          "2026-01-01",
          "<<",
          "=",
          "!x",
          "&a",
          "*",
          "*a",
          "icr.io/*",
          "@a",
          "`a",
          "%a",
          "? a",
          ": a",
          "a: b",
          "a:",
          "a #b",
          "#a",
          "[a]",
          "{a}",
          "a, b",
          "'a'",
          "\"a\"",
          "\\",
          "---",
          "...",
          "|",
          ">",
          " a",
          "a ",
          "a\nb",
          "a\nb\n",
          "a\n\nb\n",
          "\n",
          " a\n",
          "a \n",
          "\ta",
          "a\tb",
          "é",
          "\u0085",
          "\u2028",
          "-----BEGIN X-----\nAA==\n-----END X-----\n",
          "registry.local:9001/icr.io",
          "https://n.example.com:4443",
          "127.0.0.1");

  @Test
  void textComesBackAsText() {
    for (String text : TREACHEROUS) {
      assertThat(read(BlockYaml.write(Map.of("key", text)))).isEqualTo(Map.of("key", text));
      assertThat(read(BlockYaml.write(Map.of(text, List.of(text)))))
          .isEqualTo(Map.of(text, List.of(text)));
    }
  }

  @Test
  void pythonReadsTextAsText() throws Exception {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("texts", TREACHEROUS);
    document.put("no", Map.of("yes", List.of(1, true, Map.of(), List.of())));
    TREACHEROUS.forEach(text -> document.put("k" + text, text));

    assertThat(python(BlockYaml.write(document))).isEqualTo(document);
  }

  @Property(tries = 200)
  void everyTreeComesBack(@ForAll("trees") Map<String, Object> tree) {
    assertThat(read(BlockYaml.write(tree))).isEqualTo(tree);
  }

  @Property(tries = 50)
  void noLineLooksLikeADocumentSeparator(@ForAll("trees") Map<String, Object> tree) {
    assertThat(BlockYaml.write(tree).lines()).noneMatch(line -> line.startsWith("---"));
  }

  @Provide
  Arbitrary<Map<String, Object>> trees() {
    return Arbitraries.maps(texts(), values(3)).ofMaxSize(4).map(map -> new LinkedHashMap<>(map));
  }

  private static Arbitrary<Object> values(int depth) {
    Arbitrary<Object> scalars =
        Arbitraries.oneOf(
            texts().map(text -> text),
            Arbitraries.integers().between(0, 1000).map(number -> number),
            Arbitraries.of(true, false).map(flag -> flag));
    if (depth == 0) {
      return scalars;
    }
    return Arbitraries.oneOf(
        scalars,
        values(depth - 1).list().ofMaxSize(3).map(ArrayList::new),
        Arbitraries.maps(texts(), values(depth - 1)).ofMaxSize(3).map(LinkedHashMap::new));
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.of(TREACHEROUS),
        Arbitraries.strings().withCharRange(' ', '~').withChars('\n').ofMaxLength(8));
  }

  private static Object read(String yaml) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
  }

  /** As PyYAML reads it, which is what the platform's own tools use. */
  private static Object python(String yaml) throws Exception {
    Process python;
    try {
      python =
          new ProcessBuilder(
                  "python3",
                  "-c",
                  "import json,sys,yaml; json.dump(yaml.safe_load(sys.stdin.buffer), sys.stdout)")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "no python3 here");
      throw e;
    }
    try (var in = python.getOutputStream()) {
      in.write(yaml.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It ended early; its exit code says so below.
    }
    byte[] json = python.getInputStream().readAllBytes();
    assumeTrue(python.waitFor() == 0, "python3 has no yaml module here");
    return new ObjectMapper().readValue(json, Map.class);
  }
}
