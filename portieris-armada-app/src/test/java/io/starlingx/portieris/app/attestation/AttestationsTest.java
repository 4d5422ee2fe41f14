/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.starlingx.portieris.app.build.Artifact;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttestationsTest {

  private static final Component LIBRARY =
      Component.library("zlib1g", "1:1.2.13", "pkg:deb/debian/zlib1g@1%3A1.2.13?arch=amd64", "ab");
  private static final Component MODULE =
      new Component("library", "java.base", "25", "", Optional.empty());

  private final Path directory;

  AttestationsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void checksumIsOneThatTheStockToolVerifies() throws Exception {
    write(Optional.empty(), List.of());
    Process check =
        new ProcessBuilder("sha256sum", "-c", "result.tgz.sha256")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();

    assertThat(new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("result.tgz: OK\n");
  }

  @Test
  void billOfMaterialsListsEveryPartOnceInOrder() throws Exception {
    write(Optional.empty(), List.of(LIBRARY, MODULE, LIBRARY));

    JsonNode bill = json("result.tgz.cdx.json");
    assertThat(bill.at("/specVersion").asText()).isEqualTo("1.6");
    assertThat(bill.at("/metadata/component/name").asText()).isEqualTo("app");
    assertThat(bill.findValuesAsText("purl")).containsExactly(LIBRARY.purl());
    assertThat(bill.at("/components")).hasSize(2);
    assertThat(bill.at("/dependencies/0/dependsOn")).hasSize(2);
    assertThat(bill.at("/metadata").has("timestamp")).isFalse();
  }

  @Test
  void provenanceNamesTheResultAndWhatWasTaken() throws Exception {
    Artifact result = write(Optional.empty(), List.of(LIBRARY, MODULE));

    JsonNode statement = json("result.tgz.provenance.json");
    assertThat(statement.at("/subject/0/name").asText()).isEqualTo("result.tgz");
    assertThat(statement.at("/subject/0/digest/sha256").asText()).isEqualTo(result.sha256());
    JsonNode definition = statement.at("/predicate/buildDefinition");
    assertThat(definition.at("/externalParameters/options/--version").asText()).isEqualTo("1.0-1");
    assertThat(definition.at("/resolvedDependencies").findValuesAsText("name"))
        .as("a module has no digest of its own: it is part of the runtime")
        .containsExactly("sources", "zlib1g 1:1.2.13");
    assertThat(statement.at("/predicate/runDetails").has("metadata")).isFalse();
  }

  @Test
  void timeIsWrittenOnlyWhereTheBuildWasToldOne() throws Exception {
    Map<String, String> environment = Map.of("SOURCE_DATE_EPOCH", "1700000000");

    write(BuildRun.time(environment), List.of());

    assertThat(json("result.tgz.cdx.json").at("/metadata/timestamp").asText())
        .isEqualTo("2023-11-14T22:13:20Z");
    assertThat(
            json("result.tgz.provenance.json")
                .at("/predicate/runDetails/metadata/startedOn")
                .asText())
        .isEqualTo("2023-11-14T22:13:20Z");
    assertThat(BuildRun.time(Map.of())).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BuildRun.time(Map.of("SOURCE_DATE_EPOCH", "yesterday")))
        .withMessageContaining("SOURCE_DATE_EPOCH");
  }

  @Test
  void digestOfAFolderIsTheOneThatStockToolsGive() throws Exception {
    Path folder = directory.resolve("folder");
    Files.createDirectories(folder.resolve("b/c"));
    Files.writeString(folder.resolve("b/c/one"), "1");
    Files.writeString(folder.resolve("b-two"), "2");
    Files.writeString(folder.resolve("Three"), "3");
    Process tools =
        new ProcessBuilder(
                "sh",
                "-c",
                "find . -type f | cut -c3- | LC_ALL=C sort | xargs sha256sum | sha256sum")
            .directory(folder.toFile())
            .start();
    String expected =
        new String(tools.getInputStream().readAllBytes(), StandardCharsets.UTF_8).substring(0, 64);

    Path link = Files.createSymbolicLink(directory.resolve("link"), folder);

    assertThat(Material.of("x", folder, path -> true).sha256()).contains(expected);
    assertThat(Material.of("x", link, path -> true).sha256()).contains(expected);
    assertThat(Material.of("x", folder, path -> !path.startsWith("b")).sha256())
        .isPresent()
        .isNotEqualTo(Optional.of(expected));
  }

  @Test
  void jarIsWhatMavenSaysOrWhatItsNameSays() throws Exception {
    Path jars = Files.createDirectory(directory.resolve("jars"));
    jar(jars.resolve("shaded-1.2.jar"), "other", "9", "shaded", "1.2");
    jar(jars.resolve("unknown-3.4-jre.jar"));
    jar(jars.resolve("plain.jar"));
    jar(jars.resolve("AmazonCorrettoCryptoProvider-2.5.0-linux-x86_64.jar"));
    jar(jars.resolve("caffeine-3.3.1.jar"));

    assertThat(JarIdentity.all(jars))
        .extracting(Component::name, Component::version, Component::purl)
        .containsExactly(
            tuple(
                "AmazonCorrettoCryptoProvider",
                "2.5.0",
                "pkg:maven/software.amazon.cryptools/AmazonCorrettoCryptoProvider@2.5.0"
                    + "?classifier=linux-x86_64"),
            tuple("caffeine", "3.3.1", "pkg:maven/com.github.ben-manes.caffeine/caffeine@3.3.1"),
            tuple("plain.jar", "", ""),
            tuple("shaded", "1.2", "pkg:maven/com.example/shaded@1.2"),
            tuple("unknown", "3.4-jre", ""));
  }

  private static void jar(Path file, String... artifactsAndVersions) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("x"));
      for (int i = 0; i < artifactsAndVersions.length; i += 2) {
        String artifact = artifactsAndVersions[i];
        zip.putNextEntry(
            new ZipEntry("META-INF/maven/com.example/" + artifact + "/pom.properties"));
        zip.write(
            ("groupId=com.example\nartifactId="
                    + artifact
                    + "\nversion="
                    + artifactsAndVersions[i + 1]
                    + "\n")
                .getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private Artifact write(Optional<Instant> time, List<Component> parts) throws IOException {
    Artifact result = Artifact.of(Files.writeString(directory.resolve("result.tgz"), "content"));
    BuildRun run =
        new BuildRun(
            List.of("app", "build"),
            new TreeMap<>(Map.of("--version", "1.0-1")),
            "1.0.0",
            "25",
            time);
    List<Path> written =
        new Attestations(run)
            .write(
                result,
                new Component("application", "app", "1.0-1", "", Optional.empty()),
                parts,
                Stream.concat(
                        Stream.of(new Material("", "sources", Optional.of("cd"))),
                        parts.stream().map(Component::material))
                    .toList());
    assertThat(written).hasSize(3).allMatch(Files::isRegularFile);
    return result;
  }

  private JsonNode json(String name) throws IOException {
    return new ObjectMapper().readTree(directory.resolve(name).toFile());
  }
}
