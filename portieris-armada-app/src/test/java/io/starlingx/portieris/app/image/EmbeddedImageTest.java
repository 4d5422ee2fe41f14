/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.archive.ArchiveLimits;
import io.starlingx.portieris.app.archive.Archives;
import io.starlingx.portieris.app.build.AppBuild;
import io.starlingx.portieris.app.build.BuildProgress;
import io.starlingx.portieris.app.build.BuildRequest;
import io.starlingx.portieris.app.build.BuildResult;
import io.starlingx.portieris.app.push.ImageArchive;
import io.starlingx.portieris.app.push.ImageCopy;
import io.starlingx.portieris.app.push.ImagePush;
import io.starlingx.portieris.app.push.ImageSource;
import io.starlingx.portieris.app.push.PushCredentials;
import io.starlingx.portieris.app.push.PushProgress;
import io.starlingx.portieris.app.push.PushResult;
import io.starlingx.portieris.app.push.PushSettings;
import io.starlingx.portieris.app.push.PushTarget;
import io.starlingx.portieris.app.wheel.PythonTests;
import io.starlingx.portieris.app.wheel.SystemOverrides;
import io.starlingx.portieris.testbed.DockerRegistry;
import io.starlingx.portieris.testbed.TestAuthority;
import io.starlingx.portieris.testbed.TokenService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The product's application with the image of two architectures in it: built, unpacked, applied by
 * its own plugin in a real Python, and pulled from the real registry that the image was pushed to.
 */
class EmbeddedImageTest {

  private static final Path ROOT =
      Path.of(System.getProperty("portieris.root", ".")).toAbsolutePath();
  private static final String REPOSITORY = "docker.io/example/webhook";

  @TempDir private Path directory;

  @TestFactory
  List<DynamicTest> anApplyPushesTheImageOfTheTarballForEveryArchitecture() throws Exception {
    TwoArchitectures images = TwoArchitectures.in(directory);
    ImageResult image = images.build(List.of(images.jdk(TwoArchitectures.OTHER)), Optional.empty());
    Path application = unpack(build(image));
    String digest;
    try (ImageArchive archive = ImageArchive.open(image.archive().file())) {
      digest = archive.digest();
    }
    TestAuthority authority = TestAuthority.create(directory.resolve("authority"));
    try (TokenService tokens = TokenService.start(authority, "sysinv", "s3cret");
        DockerRegistry local =
            DockerRegistry.start(directory.resolve("local"), authority, tokens.access());
        DockerRegistry other = DockerRegistry.start(directory.resolve("other"), authority)) {
      List<DynamicTest> tests =
          new ArrayList<>(
              PythonTests.tests(
                  application.resolve("plugins/k8sapp_portieris-26.11.1-py3-none-any.whl"),
                  directory,
                  "test_embedded_image",
                  Map.of(
                      "REGISTRY",
                      local.host(),
                      "REGISTRY_USER",
                      "sysinv",
                      "REGISTRY_PASSWORD",
                      "s3cret",
                      "APPLICATION",
                      application.toString(),
                      "IMAGE",
                      REPOSITORY + ":2",
                      "DIGEST",
                      digest,
                      "SSL_CERT_FILE",
                      authority.certificateFile().toString())));
      PushSettings reader = settings(authority, new PushCredentials.Password("sysinv", "s3cret"));
      PushSettings nobody = settings(authority, new PushCredentials.Anonymous());
      Optional<PushResult> pulled =
          new ImageCopy(reader, nobody, PushProgress.silent())
              .copy(
                  new ImageSource(local.host(), REPOSITORY, "2"),
                  new PushTarget(other.host(), "pulled", "2"));
      PushResult pushed;
      try (ImageArchive archive = ImageArchive.open(image.archive().file())) {
        pushed =
            new ImagePush(nobody, PushProgress.silent())
                .push(archive, new PushTarget(other.host(), "pushed", "2"));
      }
      tests.add(
          DynamicTest.dynamicTest(
              "all of it can be pulled, and is what push-image pushes",
              () -> {
                assertThat(pulled)
                    .hasValueSatisfying(p -> assertThat(p.digest()).isEqualTo(digest));
                assertThat(pushed.digest()).isEqualTo(digest);
              }));
      return tests;
    }
  }

  private Path build(ImageResult image) throws IOException {
    BuildRequest request =
        new BuildRequest(
                ROOT.resolve("manifests"),
                AppVersion.parse("26.11-1"),
                Map.of("IMAGE_REPOSITORY", REPOSITORY, "IMAGE_TAG", "2", "IMAGE_DIGEST", ""),
                SystemOverrides.none(),
                Optional.empty())
            .withImageArchives(List.of(image.archive().file()));
    BuildResult result =
        new AppBuild(BuildProgress.silent()).build(request, directory.resolve("built"));
    assertThat(result).isInstanceOf(BuildResult.Built.class);
    return ((BuildResult.Built) result).tarball().file();
  }

  private Path unpack(Path tarball) throws IOException {
    Path application = Files.createDirectory(directory.resolve("application"));
    new Archives(ArchiveLimits.ofApplication()).extract(tarball, application);
    return application;
  }

  private static PushSettings settings(TestAuthority authority, PushCredentials credentials) {
    return new PushSettings(
        credentials, List.of(authority.certificate()), List.of(), Optional.empty(), time -> {});
  }
}
