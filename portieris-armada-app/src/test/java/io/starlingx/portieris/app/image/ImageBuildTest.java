/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.starlingx.portieris.app.build.BuildProgress;
import io.starlingx.portieris.app.build.ImageName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageBuildTest {

  @TempDir static Path shared;
  private static Path lib;
  private static ImageResult built;

  @TempDir Path directory;
  private ImageResult image;

  @BeforeAll
  static void buildOnce() throws Exception {
    lib = DistributionFixture.write(shared.resolve("distribution"));
    built = build(shared.resolve("workspace"), shared.resolve("output"), Optional.empty());
  }

  @BeforeEach
  void lookAtIt() {
    image = built;
  }

  @Test
  void theImageRunsItsCommandFromItsOwnRoot() throws Exception {
    Path root = unpackedRoot(3);
    List<String> entrypoint = new ArrayList<>();
    config().at("/config/Entrypoint").forEach(word -> entrypoint.add(word.textValue()));

    String printed = Chroot.of(root, directory).run(entrypoint, "--config");

    assertThat(config().at("/config/Env")).map(JsonNode::textValue).contains("MALLOC_ARENA_MAX=1");
    assertThat(printed.lines())
        .containsExactly(
            "arguments --config",
            "java /opt/portieris/runtime",
            "log \u2192 file",
            "zone false",
            "tls Default",
            "roots true",
            "host true",
            "shell false");
  }

  @Test
  void anAotCacheIsTheLastLayerAndHoldsForTheUnpackedImage() throws Exception {
    List<String> steps = new ArrayList<>();
    image =
        build(
            steps::add,
            shared.resolve("trained"),
            directory.resolve("aot"),
            Optional.empty(),
            Optional.of(new TimedTraining()));
    Path root = unpackedRoot(4);
    List<String> entrypoint = new ArrayList<>();
    config().at("/config/Entrypoint").forEach(word -> entrypoint.add(word.textValue()));
    // A cache that does not hold would be passed over in silence.
    entrypoint.add(1, "-XX:AOTMode=on");

    assertThat(config().at("/history/3/created_by").textValue()).isEqualTo("AOT cache");
    assertThat(entrypoint).contains("-XX:AOTCache=/opt/portieris/aot/program.aot");
    assertThat(Chroot.of(root, directory).run(entrypoint, "--config"))
        .startsWith("arguments --config");
    assertThat(steps)
        .contains(
            "ready after 0.50 s (0.62 s of processor time);"
                + " without the AOT cache after 1.25 s (1.50 s of processor time)");
  }

  /** Takes less time with a cache. */
  private static final class TimedTraining implements AotTraining {

    @Override
    public void run(List<String> command, Path work) throws IOException, ImageException {
      Commands.run(command, work);
    }

    @Override
    public Optional<StartUp> start(List<String> command, Path work) {
      boolean isQuick = command.stream().anyMatch(word -> word.startsWith("-XX:AOTCache="));
      return Optional.of(
          isQuick
              ? new StartUp(Duration.ofMillis(500), Duration.ofMillis(620))
              : new StartUp(Duration.ofMillis(1250), Duration.ofMillis(1500)));
    }
  }

  @Test
  void aTrainingThatFailsIsNamedAndLeavesNothing() {
    Path output = directory.resolve("output");
    AotTraining training =
        (command, work) -> {
          throw new ImageException("the program did not start");
        };

    assertThatThrownBy(
            () ->
                build(
                    directory.resolve("untrained"),
                    output,
                    Optional.empty(),
                    Optional.of(training)))
        .hasMessage("the program did not start");
    assertThat(output).doesNotExist();
  }

  @Test
  void theBillOfMaterialsNamesJarsModulesAndPackages() {
    assertThat(image.components())
        .extracting(component -> component.name())
        .contains("libc6", "java.base", "java.naming");
    assertThat(image.components().stream().filter(c -> c.purl().startsWith("pkg:deb/debian/")))
        .hasSameSizeAs(image.packages())
        .allMatch(component -> component.sha256().isPresent());
    assertThat(image.components().stream().filter(c -> c.type().equals("platform")))
        .singleElement()
        .matches(runtime -> runtime.version().startsWith("25"));
  }

  @Test
  void sameInputsGiveTheSameArchive() throws Exception {
    ImageResult second =
        build(directory.resolve("else where"), directory.resolve("second"), Optional.empty());

    assertThat(second.archive().sha256()).isEqualTo(image.archive().sha256());
    assertThat(second.changes()).isEmpty();
  }

  @Test
  void namesItsUserPackagesAndImage() throws Exception {
    JsonNode config = config().get("config");

    assertThat(image.archive().file()).hasFileName("portieris-webhook-26.11-1.oci.tar");
    assertThat(config.get("User").textValue()).isEqualTo("1000060001");
    assertThat(config.get("Labels").get("io.starlingx.portieris.debian.libc6").textValue())
        .matches("\\S+ sha256:[0-9a-f]{64}");
    assertThat(image.packages())
        .extracting(DebianPackage::name)
        .contains("base-files", "libc6", "libgcc-s1");
    assertThat(
            json("index.json").at("/manifests/0/annotations/io.containerd.image.name").textValue())
        .isEqualTo("docker.io/example/webhook:2");
  }

  @Test
  void holdsNoShellNoPackageManagerAndNothingSetuid() throws Exception {
    List<String> members = new ArrayList<>();
    for (String layer : layers(3)) {
      members.addAll(
          Commands.run(List.of("tar", "-tvzf", extracted(layer).toString()), directory)
              .lines()
              .toList());
    }

    assertThat(members)
        .hasSizeGreaterThan(50)
        .noneMatch(line -> line.matches(".*/(sh|bash|dash|dpkg|apt|apt-get|busybox)$"))
        .noneMatch(line -> line.matches("-..[sS].*|-.....[sS].*"))
        .allMatch(line -> line.contains(" 0/0 "));
  }

  /** Layers are being written when the base turns out to be missing. */
  @Test
  void anUnreachableBaseImageIsNamedAndLeavesNothing() throws InterruptedException {
    Path output = directory.resolve("output");
    Optional<String> reference = Optional.of("tar://" + directory.resolve("no.tar"));

    assertThatThrownBy(() -> build(shared.resolve("workspace"), output, reference))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("no.tar");
    assertThat(output).isEmptyDirectory();
    Thread.sleep(100);
    assertThat(output).as("nothing is written later").isEmptyDirectory();
  }

  @Test
  void aRegistryThatIsDownIsNamed() {
    Optional<String> reference = Optional.of("localhost:1/none:1");

    assertThatThrownBy(
            () -> build(shared.resolve("workspace"), directory.resolve("output"), reference))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("localhost:1/none:1")
        .hasMessageContaining("onnect")
        .hasMessageNotContaining("LogFactory");
  }

  private static ImageResult build(Path workspace, Path output, Optional<String> base)
      throws IOException, ImageException {
    return build(workspace, output, base, Optional.empty());
  }

  private static ImageResult build(
      Path workspace, Path output, Optional<String> base, Optional<AotTraining> training)
      throws IOException, ImageException {
    return build(BuildProgress.silent(), workspace, output, base, training);
  }

  private static ImageResult build(
      BuildProgress progress,
      Path workspace,
      Path output,
      Optional<String> base,
      Optional<AotTraining> training)
      throws IOException, ImageException {
    return new ImageBuild(progress)
        .build(
            new ImageRequest(
                JavaProgram.webhook(),
                lib,
                workspace,
                Map.of(),
                "portieris-webhook-26.11-1.oci.tar",
                new ImageName("docker.io/example/webhook", "2"),
                shared.resolve("debian.lock"),
                shared.resolve("cache"),
                base,
                training,
                List.of()),
            output);
  }

  private Path unpackedRoot(int number) throws Exception {
    Path root = Files.createDirectory(directory.resolve("root"));
    for (String layer : layers(number)) {
      Commands.run(
          List.of("tar", "-xzf", extracted(layer).toString(), "-C", root.toString()), directory);
    }
    return root;
  }

  private List<String> layers(int number) throws Exception {
    List<String> layers = new ArrayList<>();
    json("manifest.json").at("/0/Layers").forEach(layer -> layers.add(layer.textValue()));
    assertThat(layers).hasSize(number);
    return layers;
  }

  private JsonNode config() throws Exception {
    return json(json("manifest.json").at("/0/Config").textValue());
  }

  private JsonNode json(String member) throws Exception {
    return new ObjectMapper().readTree(extracted(member).toFile());
  }

  private Path extracted(String member) throws Exception {
    Path into = Files.createDirectories(directory.resolve("members"));
    String archive = image.archive().file().toString();
    Commands.run(List.of("tar", "-xf", archive, "-C", into.toString(), member), directory);
    return into.resolve(member);
  }
}
