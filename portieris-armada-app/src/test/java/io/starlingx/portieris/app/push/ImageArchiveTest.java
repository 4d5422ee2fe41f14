/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.app.archive.TarballFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageArchiveTest {

  private final Path file;

  ImageArchiveTest(@TempDir Path directory) {
    file = directory.resolve("image.oci.tar");
  }

  @Test
  void manifestsOfAnIndexComeBeforeIt() throws Exception {
    try (ImageArchive archive = ImageArchive.open(Layout.index("content").write(file))) {
      assertThat(archive.content().manifests())
          .extracting(manifest -> manifest.descriptor().mediaType())
          .containsExactly(Layout.MANIFEST, Layout.MANIFEST, Layout.INDEX);
      assertThat(archive.content().blobs()).hasSize(4);
      assertThat(archive.digest())
          .isEqualTo("sha256:" + Layout.sha256(archive.content().manifests().getLast().bytes()));
    }
  }

  @Test
  void rejectsArchiveCutAtAnyPlace() throws Exception {
    Layout layout = Layout.image("content");
    byte[] whole = Files.readAllBytes(layout.write(file));
    int content = 512 * 2 * (layout.members.size() + 2); // each member: one header, one block
    for (int length = 0; length < content; length += 256) {
      Files.write(file, Arrays.copyOf(whole, length));

      assertThatThrownBy(() -> ImageArchive.open(file))
          .as("cut after %s bytes", length)
          .isInstanceOf(UnusableArchiveException.class);
    }
  }

  @Test
  void rejectsBlobWithOtherContent() throws Exception {
    Layout layout = Layout.image("content");
    layout.members.put(layout.memberOf("content"), "CONTENT".getBytes(UTF_8));

    assertRefused(layout, "does not match its digest");
  }

  @Test
  void rejectsBlobWithOtherSize() throws Exception {
    Layout layout = Layout.image("content");
    layout.members.put(layout.memberOf("content"), "content and more".getBytes(UTF_8));

    assertRefused(layout, "has 16 bytes, its manifest says 7");
  }

  @Test
  void rejectsManifestWithOtherContent() throws Exception {
    Layout layout = Layout.image("content");
    layout.members.replaceAll(
        (name, content) ->
            new String(content, UTF_8).replace("\"odd\":{}", "\"odd\":[]").getBytes(UTF_8));

    assertRefused(layout, "does not match its digest");
  }

  @Test
  void rejectsLackingBlob() throws Exception {
    Layout layout = Layout.image("content");
    String member = layout.memberOf("content");
    layout.members.remove(member);

    assertRefused(layout, "lacks " + member);
  }

  @Test
  void rejectsSeveralImages() throws Exception {
    Layout.image("content").write(file, "{},{}");

    assertThatThrownBy(() -> ImageArchive.open(file))
        .isInstanceOf(UnusableArchiveException.class)
        .hasMessageContaining("holds 2 images in index.json");
  }

  @Test
  void rejectsDescriptorThatNamesAFileOutsideTheBlobs() throws Exception {
    Layout.image("content")
        .write(file, "{\"mediaType\":\"x\",\"digest\":\"sha256:../../index.json\",\"size\":1}");

    assertThatThrownBy(() -> ImageArchive.open(file))
        .hasMessageContaining("holds a descriptor without mediaType, sha256 digest and size");
  }

  @Test
  void anApplicationsTarballIsNoImage(@TempDir Path work) throws IOException {
    Path tarball = TarballFixture.acceptable().write(work.resolve("demo-1.0-1.tgz"));

    assertThatThrownBy(() -> ImageArchive.open(tarball))
        .isInstanceOf(UnusableArchiveException.class)
        .hasMessage(
            tarball
                + " is compressed: give an image's .oci.tar, such as 'app build' writes beside the"
                + " tarball");
  }

  @Test
  void rejectsWhatIsNoImageLayout() throws Exception {
    Files.writeString(file, "no tar at all");
    assertThatThrownBy(() -> ImageArchive.open(file))
        .isInstanceOf(UnusableArchiveException.class)
        .hasMessageContaining(file.toString());

    assertThatThrownBy(() -> ImageArchive.open(file.resolveSibling("missing")))
        .isInstanceOf(UnusableArchiveException.class)
        .hasMessageContaining("is no file");
  }

  private void assertRefused(Layout layout, String message) throws IOException {
    layout.write(file);
    assertThatThrownBy(() -> ImageArchive.open(file))
        .isInstanceOf(UnusableArchiveException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(file.toString());
  }
}
