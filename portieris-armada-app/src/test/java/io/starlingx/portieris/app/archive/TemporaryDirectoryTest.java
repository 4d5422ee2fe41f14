/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryDirectoryTest {

  @TempDir Path parent;

  @Test
  void isGoneWithItsContentOnceClosed() throws IOException {
    try (TemporaryDirectory directory = TemporaryDirectory.createIn(parent, "a-")) {
      Files.writeString(Files.createDirectory(directory.path().resolve("d")).resolve("f"), "");
    }
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void isGoneWhenTheProgramIsInterrupted() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                parent.toString())
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("holding");
    assertThat(parent).isNotEmptyDirectory();

    process.destroy();

    assertThat(process.waitFor()).isEqualTo(143);
    assertThat(parent).isEmptyDirectory();
  }

  /** Holds a directory until it is ended. */
  static final class Holder {
    public static void main(String[] args) throws Exception {
      try (TemporaryDirectory directory = TemporaryDirectory.createIn(Path.of(args[0]), "a-")) {
        Files.writeString(directory.path().resolve("f"), "");
        System.out.println("holding");
        new CountDownLatch(1).await();
      }
    }
  }
}
