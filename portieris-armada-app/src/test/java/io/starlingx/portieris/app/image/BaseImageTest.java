/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.TarImage;
import io.starlingx.portieris.app.build.ImageName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseImageTest {

  @TempDir Path directory;
  private Path home;
  private ImageRequest request;

  @BeforeEach
  void saveABaseImage() throws Exception {
    home = directory.resolve("opt/portieris");
    Files.createDirectories(home.resolve("runtime/bin"));
    Files.createDirectories(home.resolve("lib"));
    Files.writeString(home.resolve("runtime/bin/java"), "java");
    Files.writeString(home.resolve("lib/webhook.jar"), "jar");
    Path base = directory.resolve("base.tar");
    Jib.fromScratch().containerize(Containerizer.to(TarImage.at(base).named("base")));
    request =
        new ImageRequest(
            JavaProgram.webhook(),
            home.resolve("lib"),
            directory,
            Map.of(),
            "webhook.oci.tar",
            new ImageName("docker.io/example/webhook", "2"),
            directory.resolve("debian.lock"),
            directory.resolve("cache"),
            Optional.of("tar://" + base),
            Optional.empty(),
            List.of());
  }

  @Test
  void addsTheWebhookWithTheSameBytesEachTime() throws Exception {
    Path one = build("one");
    Path two = build("two");

    assertThat(two).hasSameBinaryContentAs(one);
    assertThat(Commands.run(List.of("tar", "-tf", one.toString()), directory))
        .contains("oci-layout", "index.json", "blobs/sha256/");
  }

  @Test
  void baseImageOfAFileIsNamedWithoutItsPlace() {
    assertThat(ImageRequest.named("tar:///home/someone/base.tar")).isEqualTo("tar://base.tar");
    assertThat(ImageRequest.named("docker.io/library/debian:12"))
        .isEqualTo("docker.io/library/debian:12");
  }

  private Path build(String name) throws Exception {
    Path work = Files.createDirectory(directory.resolve(name));
    Path archive = work.resolve("image.tar");
    ImageConfig config =
        new ImageConfig(
            Architecture.current(),
            JavaProgram.webhook().command(Path.of("/opt/portieris")),
            List.of(8000),
            JavaProgram.webhook().environment(),
            new TreeMap<>());
    new BaseImage(work).build(request, config, home, archive);
    return archive;
  }
}
