/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileMetaTest {

  private static final byte[] FILE = "content".getBytes(UTF_8);

  private static String hash(String algorithm, byte[] file) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance(algorithm).digest(file));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String meta(long length, String sha256, String sha512) {
    return "{\"length\":%d,\"hashes\":{\"sha256\":\"%s\",\"sha512\":\"%s\",\"md5\":\"?\"}}"
        .formatted(length, sha256, sha512);
  }

  private static FileMeta parse(String json) throws TufException {
    return FileMeta.parse(Members.parse("snapshot", json.getBytes(UTF_8)));
  }

  private static final String SHA256 = hash("SHA-256", FILE);
  private static final String SHA512 = hash("SHA-512", FILE);

  @Test
  void acceptsTheVeryFile() {
    assertThatCode(() -> parse(meta(7, SHA256, SHA512)).require("targets", FILE))
        .doesNotThrowAnyException();
  }

  @Test
  void namesWhatDoesNotMatch() throws TufException {
    assertThatThrownBy(() -> parse(meta(8, SHA256, SHA512)).require("targets", FILE))
        .hasMessage("length checksum for targets did not match");
    String otherSha256 = hash("SHA-256", new byte[7]);
    assertThatThrownBy(() -> parse(meta(7, otherSha256, SHA512)).require("targets", FILE))
        .hasMessage("sha256 checksum for targets did not match");
    String otherSha512 = hash("SHA-512", new byte[7]);
    assertThatThrownBy(() -> parse(meta(7, SHA256, otherSha512)).require("targets", FILE))
        .hasMessage("sha512 checksum for targets did not match");
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"length\":1,\"hashes\":{}}', a sha256 hash is missing or too long",
    "'{\"length\":1,\"hashes\":{\"sha256\":\"AQ==\"}}', a sha256 hash is missing or too long",
    "'{\"length\":1}', hashes must be an object",
    "'{\"length\":-1,\"hashes\":{\"sha256\":\"SHA256\"}}', length must be an integer of at least 0",
    "'{\"length\":1,\"hashes\":{\"sha256\":\"SHA256\",\"sha512\":\"AQ==\"}}',"
        + " a sha512 hash is not 64 bytes long"
  })
  void refusesWhatNamesNoFile(String json, String problem) {
    assertThatThrownBy(() -> parse(json.replace("SHA256", SHA256)))
        .hasMessage("snapshot: " + problem);
  }

  @Test
  void aTargetWithoutASoundHashNamesNothing() throws TufException {
    assertThat(target(meta(7, SHA256, SHA512)).digest()).isPresent();
    assertThat(target(meta(7, SHA512, SHA512)).digest()).isEmpty();
    assertThat(target(meta(7, SHA256, SHA256)).digest()).isEmpty();
    assertThat(target("{\"length\":7,\"hashes\":{\"sha256\":\"" + SHA256 + "\"}}").digest())
        .isPresent();
    assertThat(target(meta(7, SHA256, SHA512)).length()).isEqualTo(7);
  }

  private static Target target(String json) throws TufException {
    return Target.parse(Members.parse("targets", json.getBytes(UTF_8)));
  }
}
