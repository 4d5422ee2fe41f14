/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadBodyTest {

  @TempDir Path directory;

  @Test
  void decodesTheTarballWithAndWithoutPadding() throws IOException {
    byte[] content = {(byte) 0xfb, (byte) 0xff, 1, 2};
    for (Base64.Encoder encoder :
        List.of(Base64.getUrlEncoder(), Base64.getUrlEncoder().withoutPadding())) {
      String text = encoder.encodeToString(content);
      Path folder = Files.createTempDirectory(directory, "upload");

      UploadBody body =
          read(
              folder,
              "{\"tarfile\": \"/x/a.tgz\", \"binary_data\": \"" + text + "\", \"images\": true}");

      assertThat(body.text("tarfile")).isEqualTo("/x/a.tgz");
      assertThat(body.isDecoded()).isTrue();
      assertThat(body.content()).hasBinaryContent(content);
    }
  }

  @Test
  void takesMoreThanOneTextMayHoldInMemory() throws IOException {
    byte[] block = new byte[3 << 20];
    new Random(7).nextBytes(block);
    byte[] encoded = Base64.getUrlEncoder().encode(block);
    InputStream in =
        new SequenceInputStream(
            Collections.enumeration(
                List.of(
                    text("{\"binary_data\": \""),
                    new SequenceInputStream(
                        Collections.enumeration(
                            Collections.nCopies(8, encoded).stream()
                                .map(ByteArrayInputStream::new)
                                .toList())),
                    text("\"}"))));

    UploadBody body = UploadBody.read(in, directory);

    assertThat(Files.size(body.content())).isEqualTo(8L * block.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"not base64!", "+/+/", "AA=A", "A"})
  void tellsWhatIsNoSuchBase64(String text) throws IOException {
    UploadBody body =
        read(directory, "{\"tarfile\": \"a.tgz\", \"binary_data\": \"" + text + "\"}");

    assertThat(body.isDecoded()).isFalse();
    assertThat(body.text("tarfile")).isEqualTo("a.tgz");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"tarfile\": \"a\", \"tarfile\": \"b\"}",
        "{\"tarfile\": {\"a\": 1}}",
        "{\"binary_data\": 1}",
        "{} {}",
        "{\"binary_data\": \"AAAA"
      })
  void refusesWhatIsNoSuchObject(String text) {
    assertThatThrownBy(() -> read(directory, text)).isInstanceOf(RefusedCallException.class);
  }

  @Test
  void nullIsAsMissing() throws IOException {
    UploadBody body = read(directory, "{\"name\": null, \"binary_data\": null}");

    assertThat(body.text("name")).isEmpty();
    assertThat(body.content()).isEmptyFile();
  }

  private static UploadBody read(Path directory, String text) throws IOException {
    return UploadBody.read(text(text), directory);
  }

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
