/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The project's own charts and manifests, through the command. */
class AppBuildCommandTest extends CommandFixture {

  @TempDir Path directory;

  @Test
  void writesTheTarballAndTellsItsSizeAndDigest() throws Exception {
    assertThat(build("--no-image", "--version", "27.03-2")).as(err.toString()).isZero();

    Path tarball = directory.resolve("portieris-27.03-2.tgz");
    assertThat(out.toString())
        .matches(
            "\\Q" + tarball + "\\E +" + Files.size(tarball) + " bytes  sha256:[0-9a-f]{64}\\R");
    assertThat(directory).isDirectoryNotContaining("glob:**/.portieris-*");
  }

  @Test
  void sameBytesFromAnotherProcessWithAnotherUmaskAndTimeZone() throws Exception {
    assertThat(build("--no-image")).as(err.toString()).isZero();
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path other = directory.resolve("other");
    List<String> command =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "umask 077 && exec \"$@\"",
                "sh",
                java,
                "-Dportieris.root=" + System.getProperty("portieris.root"),
                "-Duser.language=tr",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of("app", "build", "--no-image", "--no-cache", "-o", other.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TZ", "Pacific/Apia");
    Process process = builder.start();
    List<String> lines = process.inputReader().lines().toList();

    assertThat(process.waitFor()).as(lines.toString()).isZero();
    String name = "portieris-26.11-1.tgz";
    for (String file :
        List.of(name, name + ".sha256", name + ".cdx.json", name + ".provenance.json")) {
      assertThat(other.resolve(file)).hasSameBinaryContentAs(directory.resolve(file));
    }
  }

  @Test
  void writesWhatIsInTheTarballAndWhereItCameFromBesideIt() throws Exception {
    assertThat(build("--no-image", "--version", "27.03-2")).as(err.toString()).isZero();

    String name = "portieris-27.03-2.tgz";
    assertThat(directory)
        .isDirectoryContaining("glob:**/" + name + ".sha256")
        .isDirectoryContaining("glob:**/" + name + ".cdx.json")
        .isDirectoryContaining("glob:**/" + name + ".provenance.json");
    assertThat(directory.resolve(name + ".cdx.json"))
        .content()
        .contains("pkg:helm/portieris@")
        .contains("pkg:pypi/k8sapp-portieris@27.");
    assertThat(directory.resolve(name + ".provenance.json"))
        .content()
        .contains("\"application folder\"", "\"chart portieris\"", "\"--version\" : \"27.03-2\"")
        .doesNotContain(directory.toString())
        .doesNotContain(System.getProperty("portieris.root"));
  }

  @Test
  void anImageCannotBeEmbeddedThatIsNotBuilt() {
    assertThat(build("--no-image", "--pin-image")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--pin-image is for this product with its image");
    assertThat(build("--no-image", "--embed-image")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--embed-image is for this product with its image");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aVersionOfAnotherFormIsAUsageError() {
    assertThat(build("--no-image", "--version", "1.0")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--version 1.0 is not of the form N.N-N");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aMissingBootstrapFileIsNamedAndNothingIsWritten() {
    String file = directory.resolve("none.yml").toString();

    assertThat(build("--no-image", "--bootstrap", file)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains(file);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void bootstrapOverridesGoIntoTheWheel() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("localhost.yml"),
            """
            image_trust:
              notary_servers:
                defaults: {url: "https://notary.example.com:4443"}
              policies:
                - {name: base, repositories: [{name: "icr.io/*", trust: true}]}
            """);

    assertThat(build("--no-image", "--bootstrap", file.toString())).as(err.toString()).isZero();
    Process tar =
        new ProcessBuilder(
                "tar",
                "-xOzf",
                directory.resolve("portieris-26.11-1.tgz").toString(),
                "./plugins/k8sapp_portieris-26.11.1-py3-none-any.whl")
            .start();
    // The wheel's members are stored, not compressed.
    assertThat(new String(tar.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
        .contains("https://notary.example.com:4443");
  }

  @Test
  void noCredentialOfBootstrapIsInTheTarballOrInAnyOutputOfOverrides() throws Exception {
    String secret = "cr3dent1al";
    Path file =
        Files.writeString(
            directory.resolve("localhost.yml"),
            """
            admin_password: admin-%1$s
            docker_registries:
              defaults: {url: harbor.example.com/all, username: u-%1$s, password: p-%1$s}
              icr.io: {url: harbor.example.com/icr, username: u-%1$s, password: p-%1$s}
            docker_https_proxy: http://u-%1$s:p-%1$s@proxy.example.com:3128
            image_trust:
              notary_servers:
                defaults: {url: "https://notary.example.com:4443"}
              policies:
                - {name: base, repositories: [{name: "icr.io/*", trust: true, signers: [alice]}]}
            """
                .formatted(secret));

    assertThat(build("--no-image", "--bootstrap", file.toString())).as(err.toString()).isZero();
    try (GZIPInputStream tarball =
        new GZIPInputStream(Files.newInputStream(directory.resolve("portieris-26.11-1.tgz")))) {
      assertThat(new String(tarball.readAllBytes(), StandardCharsets.ISO_8859_1))
          .contains("harbor.example.com/icr", "alice")
          .doesNotContain(secret);
    }
    for (String format : List.of("values", "helm-override", "bootstrap")) {
      assertThat(execute("overrides", "--bootstrap", file.toString(), "--format", format)).isZero();
    }
    assertThat(out.toString()).contains("harbor.example.com/icr", "alice").doesNotContain(secret);
    assertThat(err.toString()).doesNotContain(secret);
  }

  @Test
  void initMakesAFolderOfWhichBuildMakesATarballThatLintTakes() {
    Path folder = directory.resolve("hello");

    assertThat(execute("app", "init", folder.toString())).isZero();
    assertThat(out.toString()).contains("./portieris app build " + folder);
    assertThat(execute("app", "build", folder.toString())).as(err.toString()).isZero();
    assertThat(
            execute(
                "app",
                "lint",
                "--fail-on",
                "warning",
                folder.resolve("build/hello-1.0-1.tgz").toString()))
        .as(out.toString())
        .isZero();
  }

  @Test
  void initDoesNotTouchAFolderWithFiles() throws Exception {
    Files.writeString(directory.resolve("note"), "mine");

    assertThat(execute("app", "init", directory.toString(), "--name", "hello"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("is not overwritten", "Nothing was written.");
    assertThat(directory.toFile().list()).containsExactly("note");
  }

  @Test
  void theProductsFolderIsBuiltTheSameWhenItIsNamed() throws Exception {
    Path folder = Path.of(System.getProperty("portieris.root", ".")).resolve("manifests");
    assertThat(build("--no-image")).as(err.toString()).isZero();
    Path unnamed = directory.resolve("portieris-26.11-1.tgz");

    for (Path named : List.of(folder, folder.resolve("app.yaml"), folder.resolve("../manifests"))) {
      Path output = Files.createTempDirectory(directory, "named");
      assertThat(
              execute(
                  "app",
                  "build",
                  "--no-image",
                  "--no-cache",
                  "-o",
                  output.toString(),
                  named.toString()))
          .as(err.toString())
          .isZero();
      assertThat(output.resolve("portieris-26.11-1.tgz")).hasSameBinaryContentAs(unnamed);
    }
  }

  @Test
  void theOldFluxApiIsForOlderPlatformsAndSaysSo() {
    assertThat(build("--no-image", "--flux-api", "v2beta1")).as(err.toString()).isZero();
    assertThat(err.toString()).contains("warning: ", "helm.toolkit.fluxcd.io/v2beta1");
  }

  @Test
  void theProductsOptionsAreRefusedForAnotherFolder() {
    assertThat(build("--bootstrap", "localhost.yml", "--no-image", directory.toString()))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--bootstrap is for this product");
  }

  @Test
  void anImageAndNoImageExcludeEachOther() {
    assertThat(build("--no-image", "--base-image", "debian")).isEqualTo(ExitCode.USAGE);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void anOutputThatIsAFileIsNamed() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThat(execute("app", "build", "--no-image", "-o", file.toString()))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("the build into " + file + " failed");
  }

  private int build(String... options) {
    List<String> arguments = new ArrayList<>(List.of("app", "build", "-o", directory.toString()));
    arguments.addAll(List.of(options));
    return execute(arguments.toArray(String[]::new));
  }
}
