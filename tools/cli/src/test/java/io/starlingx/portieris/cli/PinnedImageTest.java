/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.TarImage;
import io.starlingx.portieris.app.push.ImageArchive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tarball and its image in one build, in a source tree whose webhook is an empty jar. */
class PinnedImageTest {

  private static final Path SOURCES = Path.of(System.getProperty("portieris.root", "."));

  @TempDir private Path directory;
  private Path root;

  @BeforeEach
  void copySources() throws IOException {
    root = Files.createDirectory(directory.resolve("root"));
    Files.copy(SOURCES.resolve("pom.xml"), root.resolve("pom.xml"));
    for (String folder : List.of("charts", "manifests")) {
      copy(SOURCES.resolve(folder), root.resolve(folder));
    }
    Path jars = Files.createDirectories(root.resolve("admission-webhook/target/dist/lib"));
    try (ZipOutputStream jar =
        new ZipOutputStream(Files.newOutputStream(jars.resolve("webhook.jar")))) {
      jar.putNextEntry(new ZipEntry("README"));
    }
  }

  @Test
  void theTarballNamesTheDigestOfTheVeryImageAndBringsItAlong() throws Exception {
    Path base = directory.resolve("base.tar");
    Jib.fromScratch().containerize(Containerizer.to(TarImage.at(base).named("base")));

    run(
        "app",
        "build",
        "--pin-image",
        "--embed-image",
        "--base-image",
        "tar://" + base,
        "-o",
        directory.resolve("out").toString());

    Path tarball = directory.resolve("out/portieris-26.11-1.tgz");
    String image = "portieris-webhook-26.11-1.oci.tar";
    assertThat(member(tarball, "./image-archives/" + image))
        .isEqualTo(Files.readAllBytes(directory.resolve("out").resolve(image)));
    try (ImageArchive archive = ImageArchive.open(directory.resolve("out").resolve(image))) {
      String overrides = "./fluxcd-manifests/portieris/portieris-static-overrides.yaml";
      assertThat(new String(member(tarball, overrides), StandardCharsets.UTF_8))
          .contains("digest: \"" + archive.digest() + "\"");
    }
  }

  private void run(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dportieris.root=" + root,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor()).as(lines.toString()).isZero();
  }

  private static byte[] member(Path tarball, String name) throws Exception {
    Process tar = new ProcessBuilder("tar", "-xOzf", tarball.toString(), name).start();
    byte[] content = tar.getInputStream().readAllBytes();
    assertThat(tar.waitFor()).isZero();
    return content;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
