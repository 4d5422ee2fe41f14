/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.starlingx.portieris.app.archive.TarballFixture;
import io.starlingx.portieris.app.upload.UploadResult.Accepted;
import io.starlingx.portieris.app.upload.UploadResult.Rejected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UploadChecksTest {

  private static final String NO_NAME =
      "application name or/and version is/are not included in the tar file. Please specify the"
          + " application name via --app-name or/and version via --app-version.";
  private static final String NO_FLUX =
      "Application-upload rejected: FluxCD manifest structure is not present";

  @TempDir Path directory;

  @Test
  void acceptsATarballAndTellsItsMetadata() throws IOException {
    UploadResult result = inspect(TarballFixture.acceptable().bytes());

    assertThat(result).isInstanceOf(Accepted.class);
    Accepted accepted = (Accepted) result;
    assertThat(accepted.metadata().name()).isEqualTo("portieris");
    assertThat(accepted.metadata().version()).isEqualTo("26.11-1");
    assertThat(accepted.metadata().helmRepository()).isEqualTo("starlingx");
    assertThat(accepted.charts()).containsExactly("charts/portieris");
    assertThat(accepted.wheels()).isEmpty();
  }

  @Test
  void leavesTheExtractedTreeWhereAsked() throws IOException {
    Path tarball = TarballFixture.acceptable().write(directory.resolve("a.tgz"));
    Path into = Files.createDirectory(directory.resolve("into"));

    assertThat(new UploadChecks().unpack(UploadRequest.of(tarball), into))
        .isInstanceOf(Accepted.class);
    assertThat(into.resolve("charts/portieris/Chart.yaml")).exists();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void rejects(String condition, TarballFixture tarball, String text) throws IOException {
    assertThat(inspect(tarball.bytes()))
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.text()).isEqualTo(text));
  }

  static Stream<Arguments> rejects() {
    return Stream.of(
        arguments(
            "wrong checksum",
            good().withoutSums().with("./a.md5", "0".repeat(32) + "  ./metadata.yaml\n"),
            "checksum validation failed."),
        arguments(
            "checksum of a missing file",
            good().withoutSums().with("./a.md5", "0".repeat(32) + "  ./gone\n"),
            "checksum validation failed."),
        arguments(
            "checksum of a file outside",
            good().withoutSums().with("./a.md5", "0".repeat(32) + "  ../../etc/passwd\n"),
            "checksum validation failed."),
        arguments(
            "checksum file without lines",
            good().withoutSums().with("./a.md5", "nothing\n"),
            "checksum validation failed."),
        arguments("no metadata", good().without("./metadata.yaml"), NO_NAME),
        arguments(
            "everything in one folder",
            new TarballFixture().withoutSums().with("portieris/metadata.yaml", "app_name: x"),
            NO_NAME),
        arguments("no Flux tree", good().without("./fluxcd-manifests/kustomization.yaml"), NO_FLUX),
        arguments(
            "Armada alone",
            good()
                .without("./fluxcd-manifests/kustomization.yaml")
                .without("./fluxcd-manifests/base/helmrepository.yaml")
                .with("./manifest.yaml", "schema: armada/Manifest/v1\n"),
            NO_FLUX),
        arguments(
            "charts of another extension",
            good().without("./charts/portieris-1.0.0.tgz").with("./charts/readme", "x"),
            "tar file contains no Helm charts of expected file extension (.tgz)."),
        arguments(
            "damaged chart",
            good().with("./charts/portieris-1.0.0.tgz", "no archive"),
            "failed to extract tar file portieris-1.0.0.tgz."),
        arguments(
            "member that leads out",
            good().withAgain("../evil", "x"),
            "failed to extract tar file portieris-26.11-1.tgz."));
  }

  @Test
  void rejectsATarballCutInHalf() throws IOException {
    byte[] whole = TarballFixture.acceptable().bytes();
    assertThat(inspect(Arrays.copyOf(whole, whole.length / 2)))
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> {
              assertThat(rejected.text())
                  .isEqualTo("failed to extract tar file portieris-26.11-1.tgz.");
              assertThat(rejected.message()).contains("damaged");
            });
  }

  @Test
  void rejectsAMissingFileAndAnUnknownExtension() throws IOException {
    Path missing = directory.resolve("gone.tgz");
    assertThat(new UploadChecks().inspect(UploadRequest.of(missing)))
        .isEqualTo(new Rejected("application tar file " + missing + " does not exist.", ""));

    Path zip = Files.writeString(directory.resolve("a.zip"), "");
    assertThat(new UploadChecks().inspect(UploadRequest.of(zip)))
        .isEqualTo(
            new Rejected(
                zip
                    + " has unrecognizable tar file extension. Supported extensions are: .tgz and"
                    + " .tar.gz.",
                ""));
  }

  @Test
  void takesNameAndVersionFromTheCommandOnlyWithoutMetadata() throws IOException {
    Path tarball =
        good().without("./metadata.yaml").write(directory.resolve("portieris-26.11-1.tgz"));
    assertThat(new UploadChecks().inspect(new UploadRequest(tarball, "other", "1.0-1")))
        .isInstanceOfSatisfying(
            Accepted.class,
            accepted -> {
              assertThat(accepted.metadata().name()).isEqualTo("other");
              assertThat(accepted.metadata().kubernetes()).isEmpty();
            });
    good().write(tarball);
    assertThat(new UploadChecks().inspect(new UploadRequest(tarball, "other", "1.0-1")))
        .isInstanceOfSatisfying(
            Accepted.class,
            accepted -> assertThat(accepted.metadata().name()).isEqualTo("portieris"));
  }

  @Test
  void readsTheFirstChecksumFileByName() throws IOException {
    TarballFixture tarball =
        good()
            .with("./a.md5", "0".repeat(32) + "  ./metadata.yaml\n")
            .with("./b.md5", "d41d8cd98f00b204e9800998ecf8427e  ./empty\n")
            .with("./empty", "");
    assertThat(inspect(tarball.bytes())).isInstanceOf(Rejected.class);
  }

  private static TarballFixture good() {
    return TarballFixture.acceptable();
  }

  private UploadResult inspect(byte[] tarball) throws IOException {
    Path file = Files.write(directory.resolve("portieris-26.11-1.tgz"), tarball);
    return new UploadChecks().inspect(UploadRequest.of(file));
  }
}
