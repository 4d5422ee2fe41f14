/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.starlingx.portieris.testbed.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What docs/install.md and docs/operations.md tell people to type works as they say. */
@ExtendWith(ControlPlaneExtension.class)
class InstallDocumentTest {

  private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");
  private static final Pattern KUBECTL = Pattern.compile("(?m)^kubectl (.+)$");

  private final ControlPlane plane;
  private final Path directory;

  InstallDocumentTest(ControlPlane plane, @TempDir Path directory) {
    this.plane = plane;
    this.directory = directory;
  }

  private static String read(String document) throws IOException {
    return Files.readString(RenderedChart.root().resolve(document));
  }

  private static List<String> found(Pattern pattern, String document) throws IOException {
    return pattern.matcher(read(document)).results().map(match -> match.group(1)).toList();
  }

  @TestFactory
  Stream<DynamicTest> everyValuesFileIsOneThatTheChartTakes() throws IOException {
    List<String> files = found(YAML, "docs/install.md");
    assertThat(files).isNotEmpty();
    return files.stream()
        .map(
            values ->
                DynamicTest.dynamicTest(
                    values.lines().findFirst().orElseThrow(),
                    () ->
                        assertThatCode(() -> RenderedChart.render(values))
                            .doesNotThrowAnyException()));
  }

  @Test
  void theFirstValuesFileInstallsAndEveryKubectlCommandRuns() throws Exception {
    try (ChartRelease release = new ChartRelease(plane, directory)) {
      assertThat(release.install(found(YAML, "docs/install.md").getFirst()).getStatus())
          .isEqualTo("deployed");

      List<String> commands = found(KUBECTL, "docs/install.md");
      assertThat(commands).isNotEmpty();
      for (String command : commands) {
        release.kubectl(command.split(" "));
      }
      for (String command : found(KUBECTL, "docs/operations.md")) {
        if (command.startsWith("delete ")) {
          release.kubectl(command.split(" "));
        }
      }
      assertThat(release.configuration().get()).as("after the last resort").isNull();
    }
  }
}
