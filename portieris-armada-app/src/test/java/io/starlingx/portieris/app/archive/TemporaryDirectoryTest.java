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
    interruptHolder("until exit");

    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void staysAtTheEndOfTheProgramWhenItIsToBeKept() throws Exception {
    interruptHolder("keep");

    assertThat(parent).isNotEmptyDirectory();
  }

  @Test
  void isGoneOnceClosedEvenIfItIsToBeKept() throws IOException {
    try (TemporaryDirectory directory = TemporaryDirectory.createIn(parent, "a-")) {
      directory.keepAtExit();
    }
    assertThat(parent).isEmptyDirectory();
  }

  private void interruptHolder(String how) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                parent.toString(),
                how)
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("holding");
    assertThat(parent).isNotEmptyDirectory();

    process.destroy();

    assertThat(process.waitFor()).isEqualTo(143);
  }

  /** Holds a directory until it is ended. */
  static final class Holder {
    public static void main(String[] args) throws Exception {
      try (TemporaryDirectory directory = TemporaryDirectory.createIn(Path.of(args[0]), "a-")) {
        Files.writeString(directory.path().resolve("f"), "");
        if (args[1].equals("keep")) {
          directory.keepAtExit();
        }
        System.out.println("holding");
        new CountDownLatch(1).await();
      }
    }
  }
}
