/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.starlingx.portieris.app.build.BuildProgress;
import io.starlingx.portieris.app.build.ImageName;
import io.starlingx.portieris.app.push.ImageArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real packages of two architectures, under runtimes that are only said to be of them. */
class MultiArchitectureTest {

  private static final String OTHER = Architecture.current().equals("arm64") ? "amd64" : "arm64";
  private static final Map<String, String> PLATFORMS =
      Map.of("amd64", "linux-amd64", "arm64", "linux-aarch64");

  @TempDir private Path directory;
  private Path lib;

  @BeforeEach
  void writeDistribution() throws Exception {
    lib = DistributionFixture.write(directory.resolve("distribution"));
  }

  @Test
  void oneArchiveHoldsAnIndexWithTheImageOfEachArchitecture() throws Exception {
    ImageResult image = build(List.of(jdk(OTHER)), Optional.empty());

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
  }

  @Test
  void oneArchitectureHasNoIndexOfItsOwn() throws Exception {
    ImageResult image = build(List.of(), Optional.empty());

    assertThat(json(image, "index.json").at("/manifests/0/mediaType").textValue())
        .endsWith("image.manifest.v1+json");
  }

  @Test
  void aSecondJdkOfOneArchitectureIsRefused() throws Exception {
    ModuleFolder own = jdk(Architecture.current());

    assertThatThrownBy(() -> build(List.of(own), Optional.empty()))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("two JDKs for " + Architecture.current());
  }

  @Test
  void anotherImageAsBaseIsOfOneArchitecture() throws Exception {
    List<ModuleFolder> jdks = List.of(jdk(OTHER));

    assertThatThrownBy(() -> build(jdks, Optional.of("tar://base.tar")))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("several architectures");
  }

  private ModuleFolder jdk(String architecture) throws Exception {
    Path folder = directory.resolve("jdk-" + architecture);
    ModuleFixture.write(
        folder, "25.0.9", Objects.requireNonNull(PLATFORMS.get(architecture), architecture));
    return ModuleFolder.of(architecture, folder);
  }

  private ImageResult build(List<ModuleFolder> jdks, Optional<String> base)
      throws IOException, ImageException {
    ImageRequest request =
        new ImageRequest(
                JavaProgram.webhook(),
                lib,
                directory.resolve("workspace"),
                Map.of(),
                "webhook.oci.tar",
                new ImageName("docker.io/example/webhook", "2"),
                directory.resolve("debian.lock"),
                directory.resolve("cache"),
                base,
                Optional.empty())
            .with(jdks);
    BuildProgress progress = BuildProgress.silent();
    return new ImageBuild(
            progress,
            (program, from) ->
                new ProgramRuntime(
                    program,
                    progress,
                    from,
                    target -> runtime(target, from.map(ModuleFolder::architecture).orElse("own"))))
        .build(request, directory.resolve("output"));
  }

  private static void runtime(Path target, String content) throws IOException {
    Files.createDirectories(target.resolve("bin"));
    Files.writeString(target.resolve("bin/java"), content);
    Files.writeString(target.resolve("release"), "JAVA_VERSION=\"25\"\nMODULES=\"java.base\"\n");
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
