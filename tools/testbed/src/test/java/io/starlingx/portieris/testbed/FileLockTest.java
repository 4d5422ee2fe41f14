/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLockTest {

  @TempDir private Path directory;

  @Test
  void otherProcessIsWaitedForAndThatIsSaid() throws Exception {
    Path file = directory.resolve("lock");
    Process holder = holdInOtherJvm(file);
    CountDownLatch waiting = new CountDownLatch(1);
    CompletableFuture<Void> acquired =
        CompletableFuture.runAsync(() -> acquireAndClose(file, waiting));

    waiting.await();
    assertThat(acquired).isNotDone();
    holder.destroyForcibly();

    acquired.get();
  }

  private static void acquireAndClose(Path file, CountDownLatch waiting) {
    Progress progress =
        new Progress() {
          @Override
          public void step(String text) {
            waiting.countDown();
          }

          @Override
          public void update(String text) {}
        };
    try (FileLock _ = FileLock.acquire(file, progress)) {
      assertThat(waiting.getCount()).isZero();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Process holdInOtherJvm(Path file) throws IOException {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(holder.inputReader().readLine()).isEqualTo("held");
    return holder;
  }

  /** Holds the lock until it is killed. */
  static final class Holder {

    private Holder() {}

    public static void main(String[] args) throws IOException {
      try (FileLock _ = FileLock.acquire(Path.of(args[0]), Progress.silent())) {
        System.out.println("held");
        System.in.read();
      }
    }
  }
}
