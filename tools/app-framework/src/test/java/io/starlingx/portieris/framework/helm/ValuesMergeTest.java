/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.framework.view.YamlText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class ValuesMergeTest {

  private final ValuesMerge merge = new ValuesMerge();

  @Test
  void mergesMappingsAndReplacesEverythingElse() throws Exception {
    String merged =
        merge.merge(
            List.of("b: {v: 1, x: 1}\nl: [1, 2]\n", "b: {x: 2}\nl: [3]\na: null\n"),
            SetArguments.NONE);

    assertThat(merged).isEqualTo("a: null\nb:\n  v: 1\n  x: 2\nl:\n- 3\n");
  }

  @Test
  void noValuesAreAnEmptyMapping() throws Exception {
    assertThat(merge.merge(List.of(), SetArguments.NONE)).isEqualTo("{}\n");
  }

  @Test
  void argumentsWinInTheirOrder() throws Exception {
    SetArguments arguments =
        SetArguments.of(
            List.of("a.b[1]=x", "l={one}", "t=true", "f=1.5", "e=", "z=null", "t=false", "d=042"));

    assertThat(yaml(merge.merge(List.of("t: old\nk: kept\n"), arguments)))
        .containsEntry("k", "kept")
        .containsEntry("t", false)
        .containsEntry("f", "1.5")
        .containsEntry("e", "")
        .containsEntry("z", null)
        .containsEntry("d", "042")
        .containsEntry("l", List.of("one"))
        .extractingByKey("a")
        .asString()
        .contains("[null, x]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a[=x", "a[x]=1", "a={x"})
  void refusesArgumentsThatAreNoHelmExpression(String argument) {
    assertThatThrownBy(() -> merge.merge(List.of(), SetArguments.of(List.of(argument))))
        .isInstanceOf(HelmFailure.class)
        .hasMessageContaining("--set");
  }

  @ParameterizedTest
  @ValueSource(strings = {"- a\n", "a: [\n", "text"})
  void refusesDocumentsThatAreNoMapping(String document) {
    assertThatThrownBy(() -> merge.merge(List.of(document), SetArguments.NONE))
        .isInstanceOf(HelmFailure.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "y",
        "N",
        "yes",
        "off",
        "true",
        "null",
        "~",
        "1",
        "007",
        "1e3",
        "0x1F",
        "0o7",
        "1_000",
        "12:30:45",
        "2026-11-26",
        ".5",
        "+1",
        "a: b",
        "# no comment",
        "",
        " ",
        "- x",
        "a\nb\n",
        "---",
        "{{ x }}",
        "24.09-44",
        "-----BEGIN CERTIFICATE-----\nQUJD\n"
      })
  void textThatWeWriteIsTextForHelm(String text) throws Exception {
    for (String written :
        List.of(YamlText.block(Map.of("k", text)), YamlText.flow(Map.of("k", text)))) {
      assertThat(yaml(merge.merge(List.of(written), SetArguments.NONE)))
          .isEqualTo(Map.of("k", text));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("recorded")
  void sortsArgumentsAsThePlatformDoes(String argument, String handedOver) {
    SetArguments arguments = SetArguments.of(List.of(argument));

    String typed = arguments.typed().isEmpty() ? "" : "['--set', '" + argument + "']";
    String strings = arguments.strings().isEmpty() ? "" : "['--set-string', '" + argument + "']";
    assertThat((typed + strings).isEmpty() ? "[]" : typed + strings).isEqualTo(handedOver);
  }

  static Stream<String[]> recorded() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                ValuesMergeTest.class.getResourceAsStream("/stock/set-arguments.txt"),
                StandardCharsets.UTF_8))) {
      return lines.lines().map(line -> line.split("\\s+-> ", 2)).toList().stream();
    }
  }

  private static Map<String, Object> yaml(String text) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
  }
}
