/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A file of policies, YAML or JSON, of any content. */
class PolicyFileFuzzTest {

  @TempDir private Path directory;

  @FuzzTest(maxDuration = "3s")
  void endsInAReportOrAMistakeOnHostileBytes(byte[] content) throws IOException {
    Path file = Files.write(directory.resolve("policies.yaml"), content);
    try {
      assertThat(PolicyReport.of(List.of(file)).json()).isNotEmpty();
      assertThat(PolicyManifests.read(List.of(file), "default")).isNotNull();
    } catch (InputException e) {
      assertThat(e.getMessage()).contains("policies.yaml");
    }
  }
}
