/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.archive.TemporaryDirectory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class UploadBodyPropertyTest {

  @Property(tries = 200)
  void whateverIsSentArrives(@ForAll byte[] content, @ForAll boolean isPadded) throws IOException {
    Base64.Encoder encoder =
        isPadded ? Base64.getUrlEncoder() : Base64.getUrlEncoder().withoutPadding();
    String json = "{\"binary_data\": \"" + encoder.encodeToString(content) + "\"}";
    try (TemporaryDirectory directory = TemporaryDirectory.create("upload-")) {
      UploadBody body =
          UploadBody.read(new ByteArrayInputStream(json.getBytes(UTF_8)), directory.path());

      assertThat(body.isDecoded()).isTrue();
      assertThat(body.content()).hasBinaryContent(content);
    }
  }
}
