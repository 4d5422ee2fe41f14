/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  /** Create, write, force the content, move, force the directory. */
  private static final int STEPS = 5;

  @TempDir Path directory;

  private static final class CrashException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private void write(String content, int crashBefore) throws IOException {
    AtomicInteger step = new AtomicInteger();
    new AtomicFile(
            () -> {
              if (step.incrementAndGet() == crashBefore) {
                throw new CrashException();
              }
            })
        .write(directory, "file", content.getBytes(UTF_8));
  }

  @Test
  void aCrashLeavesTheOldContentOrTheNew() throws IOException {
    write("old", 0);
    for (int step = 1; step <= STEPS; step++) {
      int crash = step;
      assertThatThrownBy(() -> write("new", crash)).isInstanceOf(CrashException.class);
      assertThat(directory.resolve("file")).hasContent(step < STEPS ? "old" : "new");
      assertThat(names()).containsExactly("file");
    }
    write("newer", STEPS + 1);
    assertThat(directory.resolve("file")).hasContent("newer");
  }

  @Test
  void sweepsWhatCrashesHaveLeftAndNothingElse() throws IOException {
    Files.createFile(directory.resolve(".1.part"));
    Files.createFile(directory.resolve("file.part"));
    Files.createFile(directory.resolve(".hidden"));
    AtomicFile.sweep(directory);
    assertThat(names()).containsExactlyInAnyOrder("file.part", ".hidden");
  }

  private Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    }
  }
}
