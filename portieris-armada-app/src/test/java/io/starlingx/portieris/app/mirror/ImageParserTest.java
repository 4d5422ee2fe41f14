/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.mirror;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.starlingx.portieris.app.mirror.MirroredImages.Rewrite;
import io.starlingx.portieris.app.yaml.Yaml;
import io.starlingx.portieris.app.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares with what the platform's own parser answered; {@code recorded-images.txt} is its output.
 */
class ImageParserTest {

  private static final String LOCAL = "registry.local:9001/";
  private static final String NAME = "icr.io/portieris/portieris";
  private static final String DIGEST = "@sha256:" + "a".repeat(64);
  private static final String HOST = LOCAL + "icr.io/portieris";
  private static final String UPSTREAM =
      """
      image: {host: registry.local:9001/icr.io/portieris, image: portieris, tag: v0.13.28}
      images: {tags: {portieris: icr.io/portieris/portieris:v0.13.28}}
      """;

  /** What the values were in each recorded section. */
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          entry("upstream portieris, chart values + static overrides", UPSTREAM),
          entry("static overrides only", UPSTREAM),
          entry("images.tags only", "images: {tags: {portieris: " + NAME + ":v0.13.28}}"),
          entry("image.repository/tag", "image: {repository: " + NAME + ", tag: v0.13.28}"),
          entry(
              "image.registry/repository/tag",
              "image: {registry: icr.io, repository: portieris/portieris, tag: v0.13.28}"),
          entry("image string, no registry", "image: portieris/portieris:v1"),
          entry("image string + imageTag", "image: " + NAME + "\nimageTag: v1"),
          entry(
              "portieris native keys",
              "image: {host: icr.io/portieris, image: portieris, tag: v1}"),
          entry("host/name/tag", "image: {host: icr.io/portieris, name: portieris, tag: v1}"),
          entry(
              "registry with port",
              "image: {repository: 'my.reg:5000/portieris/portieris', tag: v1}"),
          entry("tag with digest", "image: {repository: " + NAME + ", tag: 'v1" + DIGEST + "'}"),
          entry("numeric tag", "image: {repository: " + NAME + ", tag: 1.0}"));

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void answersWhatThePlatformAnswered(String section, String downloads, String overrides)
      throws IOException {
    Yaml values = yaml(Optional.ofNullable(VALUES.get(section)).orElseThrow());

    MirroredImages images = ImageParser.master().parse(values);

    assertThat(images.downloads())
        .isEqualTo(
            Pattern.compile("'([^']+)'")
                .matcher(downloads)
                .results()
                .map(r -> r.group(1))
                .toList());
    JsonNode expected = new ObjectMapper().readTree(overrides);
    for (Rewrite rewrite : images.rewrites()) {
      String pointer = "/" + rewrite.path().replace('.', '/');
      assertThat(expected.at(pointer).asText()).as(pointer).isEqualTo(rewrite.becomes());
    }
    assertThat(images.rewrites()).hasSize(texts(expected));
  }

  static Stream<Arguments> answersWhatThePlatformAnswered() throws IOException {
    List<String> lines;
    try (InputStream in = ImageParserTest.class.getResourceAsStream("recorded-images.txt")) {
      lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    Stream.Builder<Arguments> sections = Stream.builder();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("== ")) {
        sections.add(
            arguments(
                lines.get(i).substring("== ".length()),
                after(lines.get(i + 2)),
                after(lines.get(i + 3))));
      }
    }
    return sections.build();
  }

  private static String after(String line) {
    return line.substring(line.indexOf(':') + 1);
  }

  /** How many values name the local registry that did not before. */
  private static int texts(JsonNode node) {
    if (node.isTextual()) {
      return node.asText().startsWith(LOCAL) && !node.asText().equals(HOST) ? 1 : 0;
    }
    int count = 0;
    for (JsonNode below : node) {
      count += texts(below);
    }
    return count;
  }

  @Test
  void releasesLeaveTheKeyImageInsideImageAlone() {
    Yaml values = yaml("image: {host: icr.io/portieris, image: portieris, tag: v1}");

    MirroredImages images = ImageParser.released().parse(values);

    assertThat(images).isEqualTo(new MirroredImages(List.of(), List.of()));
  }

  @Test
  void everyTextUnderImagesIsTakenForAnImage() {
    MirroredImages images =
        ImageParser.released().parse(yaml("images: {app: icr.io/a/b:1, pullPolicy: Always}"));

    assertThat(images.downloads()).containsExactly(LOCAL + "icr.io/a/b:1");
    assertThat(images.rewrites())
        .contains(new Rewrite("images.pullPolicy", "Always", LOCAL + "docker.io/Always"));
  }

  @Test
  void listsAreNotSearched() {
    Yaml values = yaml("containers: [{image: icr.io/a/b:1}]");

    assertThat(ImageParser.master().parse(values).rewrites()).isEmpty();
  }

  @Test
  void anImageThatIsAlreadyLocalStaysAsItIs() {
    MirroredImages images =
        ImageParser.master().parse(yaml("a: {image: 'registry.local:9001/icr.io/a/b:1'}"));

    assertThat(images.downloads()).containsExactly(LOCAL + "icr.io/a/b:1");
    assertThat(images.rewrites()).isEmpty();
    assertThat(MirroredImages.source(LOCAL + "icr.io/a/b:1")).isEqualTo("icr.io/a/b:1");
  }

  private static Yaml yaml(String text) {
    return new YamlReader().next(text.getBytes(StandardCharsets.UTF_8)).first();
  }
}
