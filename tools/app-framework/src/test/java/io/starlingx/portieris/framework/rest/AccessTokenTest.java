/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenTest {

  private static final String TOKEN = "correct-horse-battery";

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {"", "correct-horse-batter", "correct-horse-battery ", "CORRECT-HORSE-BATTERY"})
  void acceptsNothingButItself(String other) {
    AccessToken token = AccessToken.of(TOKEN);

    assertThat(token.matches(TOKEN)).isTrue();
    assertThat(token.matches(other)).isFalse();
    assertThat(token).asString().doesNotContain(TOKEN);
  }

  @Test
  void randomOnesDifferAndAreTokens() {
    SecureRandom random = new SecureRandom();

    String first = AccessToken.random(random);

    assertThat(first).hasSize(43).isNotEqualTo(AccessToken.random(random));
    assertThat(AccessToken.of(first).matches(first)).isTrue();
  }

  @Test
  void readsAFileWithALineEnd() throws IOException {
    assertThat(AccessToken.read(file(TOKEN + "\n", "rw-------")).matches(TOKEN)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-rw----", "rw-----w-"})
  void refusesAFileThatOthersCanReadOrWrite(String permissions) throws IOException {
    Path file = file(TOKEN, permissions);

    assertThatThrownBy(() -> AccessToken.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("chmod 600");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "two words are no token", "a-token\nof-two-lines-here"})
  void refusesOtherFormsWithoutRepeatingThem(String text) throws IOException {
    Path file = file(text, "rw-------");

    assertThatThrownBy(() -> AccessToken.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": a token has 16 to 4096 printable ASCII characters, and no blanks");
  }

  private Path file(String text, String permissions) throws IOException {
    Path file = Files.writeString(directory.resolve("token"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}
