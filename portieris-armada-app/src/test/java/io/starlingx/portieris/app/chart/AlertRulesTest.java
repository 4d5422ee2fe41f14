/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.testbed.debian.DebianPackages;
import io.starlingx.portieris.testbed.debian.DebianProgram;
import io.starlingx.portieris.testbed.process.Command;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart's alert rules, judged by Prometheus' own tool. */
class AlertRulesTest {

  @TempDir Path directory;

  @BeforeEach
  void copy() throws IOException {
    Files.copy(
        RenderedChart.chart().resolve("files/alerts.yaml"), directory.resolve("alerts.yaml"));
    try (InputStream tests =
        Objects.requireNonNull(getClass().getResourceAsStream("/chart/alerts-test.yaml"))) {
      Files.copy(tests, directory.resolve("alerts-test.yaml"));
    }
  }

  private String promtool(String... arguments) {
    Path program = DebianPackages.ofThisMachine().program(DebianProgram.PROMTOOL);
    List<String> line = new ArrayList<>(List.of(program.toString()));
    line.addAll(List.of(arguments));
    return Command.of(directory, line).run();
  }

  @Test
  void prometheusTakesTheRules() {
    assertThat(promtool("check", "rules", "alerts.yaml")).contains("SUCCESS: 13 rules found");
  }

  @Test
  void samplesRaiseTheAlertsThatTheyShould() {
    assertThat(promtool("test", "rules", "alerts-test.yaml")).contains("SUCCESS");
  }
}
