/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheFolderTest {

  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path directory;
  private Path memory;
  private CacheFolder cache;

  @BeforeEach
  void makeCache() {
    memory = directory.resolve("portieris/memory");
    cache = new CacheFolder(memory, 10, 100);
  }

  @Test
  void whatIsRememberedIsFound() {
    cache.remember("a1", CONTENT);

    assertThat(cache.find("a1")).hasValue(CONTENT);
    assertThat(cache.find("a2")).isEmpty();
  }

  /** A umask of 002 would give the group write permission, and nothing would be believed. */
  @Test
  void itsFoldersAreThisUsersAloneWhateverTheUmask() throws IOException {
    cache.remember("a1", CONTENT);

    for (Path folder : List.of(memory, directory.resolve("portieris"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
          .isEqualTo("rwx------");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxr-x", "rwx---rwx"})
  void nothingIsTakenFromAFolderThatOthersCanWriteInto(String permissions) throws IOException {
    cache.remember("a1", CONTENT);
    Files.setPosixFilePermissions(memory, PosixFilePermissions.fromString(permissions));

    assertThat(cache.find("a1")).isEmpty();
  }

  @Test
  void whatIsTooLargeIsNotKept() {
    cache.remember("a1", new byte[101]);

    assertThat(memory).doesNotExist();
  }
}
