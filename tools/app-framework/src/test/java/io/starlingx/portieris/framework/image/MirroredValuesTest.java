/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.framework.override.ValueTrees;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class MirroredValuesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          images: {tags: {p: icr.io/portieris/portieris:v0.13.28}}           | icr.io/portieris/portieris:v0.13.28
          images: {p: icr.io/portieris/portieris:v1}                         | icr.io/portieris/portieris:v1
          image: {repository: icr.io/portieris/portieris, tag: v1}           | icr.io/portieris/portieris:v1
          image: {registry: icr.io, repository: portieris/portieris, tag: v1}| icr.io/portieris/portieris:v1
          image: {registry: "", repository: icr.io/p/p, tag: v1}             | icr.io/p/p:v1
          image: portieris/portieris:v1                                      | docker.io/portieris/portieris:v1
          {image: icr.io/portieris/portieris, imageTag: v1}                  | icr.io/portieris/portieris:v1
          a: {b: {IMAGE: {repository: my.reg:5000/p/p, tag: v1}}}            | my.reg:5000/p/p:v1
          image: {repository: icr.io/p/p, tag: "v1@sha256:aaaa"}             | icr.io/p/p:v1@sha256:aaaa
          """)
  void findsTheImageOf(String values, String image) {
    assertThat(MirroredValues.images(yaml(values))).containsExactly(image);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          image: {host: icr.io/portieris, image: portieris, tag: v1}
          image: {host: icr.io/portieris, name: portieris, tag: v1}
          image: {repository: icr.io/portieris/portieris, tag: 1.0}
          image: {repository: icr.io/portieris/portieris}
          """)
  void findsNoImageIn(String values) {
    String found = String.join(" ", MirroredValues.images(yaml(values)));

    assertThat(found).doesNotContain("icr.io");
  }

  @Test
  void strongerValuesReplaceTheImage() {
    Map<String, Object> merged =
        ValueTrees.merge(
            yaml("image: {repository: icr.io/a/a, tag: v1}"), yaml("image: {tag: v2}"));

    assertThat(MirroredValues.images(merged)).containsExactly("icr.io/a/a:v2");
  }

  private static Map<String, Object> yaml(String text) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
  }
}
