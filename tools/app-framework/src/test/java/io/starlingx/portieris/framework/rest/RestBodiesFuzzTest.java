/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.app.archive.TemporaryDirectory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Bodies come from whoever has the token. */
class RestBodiesFuzzTest {

  private static final ObjectReader TREES = new JsonMapper().reader();

  @FuzzTest(maxDuration = "5s")
  void anUploadIsReadOrRefusedAndWritesOneFile(byte[] body) throws IOException {
    try (TemporaryDirectory directory = TemporaryDirectory.create("upload-")) {
      try {
        UploadBody read = UploadBody.read(new ByteArrayInputStream(body), directory.path());
        assertThat(read.content()).hasParent(directory.path());
        assertThat(Files.size(read.content())).isLessThanOrEqualTo(body.length);
      } catch (RefusedCallException e) {
        assertThat(e.reply().status()).isEqualTo(400);
      }
      try (Stream<Path> files = Files.list(directory.path())) {
        assertThat(files).hasSize(1);
      }
    }
  }

  @FuzzTest(maxDuration = "5s")
  void aChangeOfOverridesIsReadOrRefused(byte[] body) throws IOException {
    JsonNode tree;
    try {
      tree = TREES.readTree(body);
    } catch (JacksonException e) {
      return;
    }
    if (tree instanceof ObjectNode object) {
      try {
        OverrideBody change = OverrideBody.of(object);
        assertThat(change.values().isPresent() && !change.attributes().isEmpty()).isFalse();
      } catch (RefusedCallException e) {
        assertThat(e.reply().status()).isEqualTo(400);
      }
    }
  }
}
