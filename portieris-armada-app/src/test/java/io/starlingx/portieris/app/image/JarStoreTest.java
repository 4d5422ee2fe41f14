/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarStoreTest {

  private static final String MAIN_SECTION = "Manifest-Version: 1.0\r\nMulti-Release: true\r\n\r\n";
  private static final String DIGEST =
      "SHA-256-Digest: 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

  @TempDir Path source;
  @TempDir Path target;

  @Test
  void leavesOutSignaturesAndTheDigestsOfAManifest() throws IOException {
    Path jar =
        jar(
            MAIN_SECTION
                + "Name: a/A.class\r\n%s\r\n\r\n".formatted(DIGEST)
                + "Name: a/sealed/\r\nSealed: true\r\n%s\r\n\r\n".formatted(DIGEST),
            Map.of("META-INF/KEY.SF", "signed", "META-INF/KEY.RSA", "by", "a/A.class", "class"));

    JarStore.copy(List.of(jar), target);

    try (JarFile copy = new JarFile(target.resolve("one.jar").toFile())) {
      assertThat(copy.stream().map(JarEntry::getName))
          .containsExactlyInAnyOrder(JarFile.MANIFEST_NAME, "a/A.class");
      assertThat(copy.getManifest().getMainAttributes().getValue("Multi-Release"))
          .isEqualTo("true");
      assertThat(copy.getManifest().getEntries()).containsOnlyKeys("a/sealed/");
      assertThat(copy.getManifest().getAttributes("a/sealed/"))
          .hasSize(1)
          .containsEntry(new Attributes.Name("Sealed"), "true");
    }
  }

  @Test
  void keepsAManifestWithoutDigestsToTheByte() throws IOException {
    Path jar = jar(MAIN_SECTION + "Name: a/sealed/\r\nSealed: true\r\n\r\n", Map.of());

    JarStore.copy(List.of(jar), target);

    try (ZipFile before = new ZipFile(jar.toFile());
        ZipFile copy = new ZipFile(target.resolve("one.jar").toFile())) {
      assertThat(manifest(copy)).isEqualTo(manifest(before));
    }
  }

  @Test
  void namesAJarWhoseManifestCannotBeRead() throws IOException {
    Path jar = jar("Manifest-Version: 1.0\r\nno blank:here\r\n\r\n", Map.of());

    assertThatThrownBy(() -> JarStore.copy(List.of(jar), target))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(jar + " has a manifest that cannot be read: ");
  }

  private Path jar(String manifest, Map<String, String> entries) throws IOException {
    Path jar = source.resolve("one.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      put(out, JarFile.MANIFEST_NAME, manifest);
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        put(out, entry.getKey(), entry.getValue());
      }
    }
    return jar;
  }

  private static void put(JarOutputStream out, String name, String content) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(content.getBytes(UTF_8));
    out.closeEntry();
  }

  private static byte[] manifest(ZipFile jar) throws IOException {
    return jar.getInputStream(jar.getEntry(JarFile.MANIFEST_NAME)).readAllBytes();
  }
}
