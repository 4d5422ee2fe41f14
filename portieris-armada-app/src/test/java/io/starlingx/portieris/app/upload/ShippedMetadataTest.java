/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.upload.AppMetadata.Alternative;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The metadata.yaml that the application is built from. */
class ShippedMetadataTest {

  private static final Path FILE =
      Path.of(System.getProperty("portieris.root", "."), "manifests/metadata.yaml");

  @TempDir Path directory;

  private final Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));

  @Test
  void isAcceptedAndSaysWhatTheApplicationNeeds() throws Exception {
    AppMetadata metadata = read();

    assertThat(metadata.name()).isEqualTo("portieris");
    assertThat(metadata.version()).isEqualTo("26.11-1");
    assertThat(metadata.helmRepository()).isEqualTo("stx-platform");
    assertThat(metadata.kubernetes().orElseThrow().minimum()).isEqualTo("1.24.4");
    assertThat(metadata.maintainUserOverrides()).isTrue();
    assertThat(metadata.maintainAttributes()).isTrue();
    assertThat(metadata.dependencies())
        .singleElement()
        .satisfies(
            dependency ->
                assertThat(dependency.alternatives())
                    .containsExactly(new Alternative("cert-manager", ".*", "warn")));
  }

  @Test
  void isNeverReplacedByAnOlderBundleOfThePlatform() throws Exception {
    AppMetadata metadata = read();

    assertThat(metadata.upgrades().autoDowngrade()).isFalse();
    assertThat(metadata.behavior().platformManaged()).isFalse();
  }

  private AppMetadata read() throws Exception {
    String text = Files.readString(FILE).replace("@APP_VERSION@", "26.11-1");
    Files.writeString(directory.resolve("metadata.yaml"), text);
    return MetadataFile.read(directory).orElseThrow();
  }

  /** Readers of YAML 1.1 and 1.2 must agree: booleans are spelled true or false, nothing else. */
  @Test
  void readsAlikeInYaml11And12() throws Exception {
    List<ScalarNode> scalars = new ArrayList<>();
    collect(yaml.compose(new StringReader(Files.readString(FILE))), scalars);

    assertThat(scalars)
        .filteredOn(scalar -> scalar.getTag().equals(Tag.BOOL))
        .isNotEmpty()
        .allSatisfy(scalar -> assertThat(scalar.getValue()).isIn("true", "false"));
    assertThat(scalars).noneSatisfy(scalar -> assertThat(scalar.getTag()).isIn(Tag.INT, Tag.FLOAT));
  }

  private static void collect(Node node, List<ScalarNode> scalars) {
    switch (node) {
      case ScalarNode scalar -> scalars.add(scalar);
      case MappingNode mapping ->
          mapping.getValue().forEach(entry -> collect(entry.getValueNode(), scalars));
      case SequenceNode sequence ->
          sequence.getValue().forEach(element -> collect(element, scalars));
      default -> throw new AssertionError("unexpected " + node);
    }
  }
}
