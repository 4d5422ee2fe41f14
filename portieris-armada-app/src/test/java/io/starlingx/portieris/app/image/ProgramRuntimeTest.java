/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.app.build.BuildProgress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramRuntimeTest {

  @TempDir Path directory;
  private final List<Path> linked = new ArrayList<>();

  @Test
  void linksAgainOnlyWhenAJarsContentChanged() throws Exception {
    Path jars = DistributionFixture.write(directory.resolve("distribution"));
    Path target = directory.resolve("target");
    ProgramRuntime runtime =
        new ProgramRuntime(JavaProgram.webhook(), BuildProgress.silent(), this::link);

    Path home = runtime.layOut(jars, target);
    Files.setLastModifiedTime(jars.resolve("webhook.jar"), FileTime.from(Instant.EPOCH));
    runtime.layOut(jars, target);
    assertThat(linked).hasSize(1);

    Files.copy(jars.resolve("webhook.jar"), jars.resolve("other.jar"));
    runtime.layOut(jars, target);
    assertThat(linked).hasSize(2);
    assertThat(home.resolve("lib")).isDirectoryContaining("glob:**/other.jar");
    assertThat(target).isDirectoryNotContaining("glob:**/.new-*");
  }

  @Test
  void leavesOutSignaturesOfJars() throws Exception {
    Path jars = DistributionFixture.write(directory.resolve("distribution"));
    try (ZipOutputStream jar =
        new ZipOutputStream(Files.newOutputStream(jars.resolve("signed.jar")))) {
      for (String name : List.of("META-INF/MANIFEST.MF", "META-INF/KEY.SF", "META-INF/KEY.RSA")) {
        jar.putNextEntry(new ZipEntry(name));
      }
    }

    Path home =
        new ProgramRuntime(JavaProgram.webhook(), BuildProgress.silent(), this::link)
            .layOut(jars, directory.resolve("target"));
    try (ZipFile stored = new ZipFile(home.resolve("lib/signed.jar").toFile())) {
      assertThat(stored.stream())
          .extracting(ZipEntry::getName)
          .containsExactly("META-INF/MANIFEST.MF");
    }
  }

  @Test
  void laysNativeCodeForItsMachineBesideTheRuntimesOwn() throws Exception {
    Path jars = DistributionFixture.write(directory.resolve("distribution"));
    String folder = "com/amazon/corretto/crypto/provider/";
    try (ZipOutputStream jar =
        new ZipOutputStream(Files.newOutputStream(jars.resolve("provider.jar")))) {
      for (String name : List.of("Loader.class", "libforeign.so", "libnone.so", "libown.so")) {
        jar.putNextEntry(new ZipEntry(folder + name));
        jar.write(
            name.equals("libnone.so") ? new byte[3] : elf(name.equals("libown.so") ? 62 : 183));
      }
      jar.putNextEntry(new ZipEntry("other.so"));
    }

    Path home =
        new ProgramRuntime(
                JavaProgram.webhook(),
                BuildProgress.silent(),
                target -> {
                  Files.createDirectories(target.resolve("lib"));
                  Files.write(
                      Files.createDirectories(target.resolve("bin")).resolve("java"), elf(62));
                })
            .layOut(jars, directory.resolve("target"));
    assertThat(home.resolve("runtime/lib")).isDirectoryContaining("glob:**/libown.so");
    try (Stream<Path> libraries = Files.list(home.resolve("runtime/lib"))) {
      assertThat(libraries).hasSize(1);
    }
    try (ZipFile stored = new ZipFile(home.resolve("lib/provider.jar").toFile())) {
      assertThat(stored.stream())
          .extracting(ZipEntry::getName)
          .containsExactly(folder + "Loader.class", "other.so");
    }
  }

  /** The head of a little-endian file of 64 bits, without segments. */
  private static byte[] elf(int machine) {
    return ByteBuffer.allocate(65)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1})
        .putShort(18, (short) machine)
        .array();
  }

  @Test
  void aFailedLinkKeepsTheFolderOfTheLastOne() throws Exception {
    Path jars = DistributionFixture.write(directory.resolve("distribution"));
    Path target = directory.resolve("target");
    Path home =
        new ProgramRuntime(JavaProgram.webhook(), BuildProgress.silent(), this::link)
            .layOut(jars, target);
    Files.copy(jars.resolve("webhook.jar"), jars.resolve("other.jar"));

    ProgramRuntime failing =
        new ProgramRuntime(
            JavaProgram.webhook(),
            BuildProgress.silent(),
            into -> {
              throw new ImageException("jlink failed");
            });
    assertThatThrownBy(() -> failing.layOut(jars, target)).hasMessage("jlink failed");
    assertThat(home.resolve("lib")).isDirectoryContaining("glob:**/webhook.jar");
    assertThat(target).isDirectoryNotContaining("glob:**/.new-*");
  }

  @Test
  void anEmptyDistributionIsNamed() {
    Path none = directory.resolve("none");

    assertThatThrownBy(
            () ->
                new ProgramRuntime(JavaProgram.webhook(), BuildProgress.silent(), this::link)
                    .layOut(none, directory))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining(none.toString());
  }

  private void link(Path target) throws java.io.IOException {
    linked.add(Files.createDirectory(target));
  }
}
