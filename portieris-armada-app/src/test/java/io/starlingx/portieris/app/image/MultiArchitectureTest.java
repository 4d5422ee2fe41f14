/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.starlingx.portieris.app.push.ImageArchive;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real packages of two architectures, under runtimes that are only said to be of them. */
class MultiArchitectureTest {

  private static final String OTHER = TwoArchitectures.OTHER;

  @TempDir private Path directory;
  private TwoArchitectures fixture;

  @BeforeEach
  void writeDistribution() throws Exception {
    fixture = TwoArchitectures.in(directory);
  }

  @Test
  void oneArchiveHoldsAnIndexWithTheImageOfEachArchitecture() throws Exception {
    ImageResult image = fixture.build(List.of(fixture.jdk(OTHER)), Optional.empty());

    try (ImageArchive archive = ImageArchive.open(image.archive().file())) {
      JsonNode top = json(image, "index.json").at("/manifests");
      assertThat(top).hasSize(1);
      assertThat(top.at("/0/mediaType").textValue()).endsWith("image.index.v1+json");
      assertThat(top.at("/0/digest").textValue()).isEqualTo(archive.digest());
      assertThat(archive.name()).hasValue("docker.io/example/webhook:2");
      JsonNode images = json(image, blob(archive.digest())).at("/manifests");
      assertThat(StreamSupport.stream(images.spliterator(), false))
          .extracting(node -> node.at("/platform/architecture").textValue())
          .containsExactly(Architecture.current(), OTHER);
      JsonNode mine = json(image, blob(images.at("/0/digest").textValue()));
      JsonNode others = json(image, blob(images.at("/1/digest").textValue()));
      assertThat(others.at("/layers/2"))
          .as("the jars are the same")
          .isEqualTo(mine.at("/layers/2"));
      assertThat(others.at("/layers/0")).isNotEqualTo(mine.at("/layers/0"));
      JsonNode config = json(image, blob(others.at("/config/digest").textValue()));
      assertThat(config.get("architecture").textValue()).isEqualTo(OTHER);
      assertThat(config.at("/config/Labels/io.starlingx.portieris.java").textValue())
          .isEqualTo("25.0.9");
    }
    assertThat(image.packages().stream().filter(p -> p.name().equals("libc6")))
        .extracting(DebianPackage::architecture)
        .containsExactly(Architecture.current(), OTHER);
    assertThat(directory.resolve("debian.lock")).content().contains("\n" + OTHER + " libc6 ");
    assertThat(image.components())
        .extracting(component -> component.purl())
        .anyMatch(purl -> purl.contains("libc6") && purl.endsWith("arch=" + OTHER));
    assertThat(image.components().stream().filter(c -> c.type().equals("platform")))
        .extracting(component -> component.name())
        .containsExactly(
            "OpenJDK Java runtime for " + Architecture.current(),
            "OpenJDK Java runtime for " + OTHER);
  }

  @Test
  void oneArchitectureHasNoIndexOfItsOwn() throws Exception {
    ImageResult image = fixture.build(List.of(), Optional.empty());

    assertThat(json(image, "index.json").at("/manifests/0/mediaType").textValue())
        .endsWith("image.manifest.v1+json");
  }

  @Test
  void aSecondJdkOfOneArchitectureIsRefused() throws Exception {
    ModuleFolder own = fixture.jdk(Architecture.current());

    assertThatThrownBy(() -> fixture.build(List.of(own), Optional.empty()))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("two JDKs for " + Architecture.current());
  }

  @Test
  void anotherImageAsBaseIsOfOneArchitecture() throws Exception {
    List<ModuleFolder> jdks = List.of(fixture.jdk(OTHER));

    assertThatThrownBy(() -> fixture.build(jdks, Optional.of("tar://base.tar")))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("several architectures");
  }

  private static String blob(String digest) {
    return "blobs/sha256/" + digest.substring("sha256:".length());
  }

  private JsonNode json(ImageResult image, String member) throws Exception {
    String archive = image.archive().file().toString();
    return new ObjectMapper()
        .readTree(Commands.run(List.of("tar", "-xOf", archive, member), directory));
  }
}
