/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleFolderTest {

  @TempDir private Path jdk;

  @Test
  void findsTheModulesOfAJdkAndOfAFolderOfModules() throws Exception {
    ModuleFixture.write(jdk.resolve("jmods"), "25.0.9", "linux-aarch64");

    ModuleFolder ofJdk = ModuleFolder.of("arm64", jdk);

    assertThat(ofJdk).isEqualTo(new ModuleFolder("arm64", jdk.resolve("jmods"), "25.0.9"));
    assertThat(ModuleFolder.of("arm64", jdk.resolve("jmods"))).isEqualTo(ofJdk);
  }

  @Test
  void refusesModulesOfAnotherArchitecture() throws Exception {
    ModuleFixture.write(jdk.resolve("jmods"), "25", "linux-amd64");

    assertThatThrownBy(() -> ModuleFolder.of("arm64", jdk))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("is for linux-amd64, not for linux-aarch64");
  }

  @Test
  void refusesModulesOfAnotherJavaVersion() throws Exception {
    ModuleFixture.write(jdk.resolve("jmods"), "24.0.2", "linux-aarch64");

    assertThatThrownBy(() -> ModuleFolder.of("arm64", jdk))
        .hasMessageContaining("is of Java 24.0.2, but the jlink that is here links Java 25");
  }

  @Test
  void aJdkWithoutModulesIsToldWhereToGetThem() {
    assertThatThrownBy(() -> ModuleFolder.of("arm64", jdk))
        .hasMessageContaining("holds no jmods/java.base.jmod")
        .hasMessageContaining("openjdk-25-jdk-headless");
  }

  @Test
  void aDamagedModuleIsNamed() throws Exception {
    Files.createDirectory(jdk.resolve("jmods"));
    Path file = Files.writeString(jdk.resolve("jmods/java.base.jmod"), "JM");

    assertThatThrownBy(() -> ModuleFolder.of("arm64", jdk))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void anUnknownArchitectureIsToldTheKnownOnes() {
    assertThatThrownBy(() -> ModuleFolder.of("aarch64", jdk))
        .hasMessageContaining("'aarch64' is no architecture")
        .hasMessageContaining("amd64, arm64");
  }
}
