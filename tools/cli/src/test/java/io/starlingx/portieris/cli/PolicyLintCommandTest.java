/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyLintCommandTest extends CommandFixture {

  private static final String UNANCHORED =
      """
      apiVersion: portieris.cloud.ibm.com/v1
      kind: ClusterImagePolicy
      metadata: {name: base}
      spec: {repositories: [{name: "*icr.io/*", policy: {}}]}
      """;

  @TempDir private Path directory;

  @Test
  void showsEachFindingWithItsPlaceAndWhatToDo() throws IOException {
    assertThat(lint(file("p.yaml", UNANCHORED))).isEqualTo(ExitCode.OK);

    assertThat(out.toString())
        .isEqualTo(
            """
            warning  %s:1  ClusterImagePolicy base
                     spec.repositories[0].name  [pattern/unanchored-host]
                     the host "*icr.io" also matches hosts of other owners, such as evilicr.io
                     mend: begin the host with a whole label, as in *.example.com/*

            1 policy: 0 errors, 1 warning
            """
                .formatted(directory.resolve("p.yaml")));
  }

  @Test
  void anErrorDecidesTheExitCodeAndAWarningIfAskedTo() throws IOException {
    String unusable = UNANCHORED.replace("{}", "{trust: {enable: true}}").replace("*icr", "icr");

    assertThat(lint(file("e.yaml", unusable))).isEqualTo(ExitCode.FINDINGS);
    assertThat(out.toString()).contains("error    ").contains("1 policy: 1 error, 0 warnings");
    assertThat(lint(file("w.yaml", UNANCHORED), "--fail-on", "warning"))
        .isEqualTo(ExitCode.FINDINGS);
    assertThat(lint(file("s.yaml", UNANCHORED.replace("*icr", "icr")), "--fail-on", "warning"))
        .isEqualTo(ExitCode.OK);
    assertThat(out.toString()).isEqualTo("1 policy: no findings\n");
  }

  @Test
  void comparesThePoliciesOfAllFiles() throws IOException {
    Path a = file("a.yaml", UNANCHORED.replace("*icr", "icr"));
    Path b = file("b.yaml", UNANCHORED.replace("*icr", "icr").replace("base", "late"));

    lint(b, a.toString(), "--output", "json");

    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(report.get("policies").asInt()).isEqualTo(2);
    assertThat(report.get("errors").asInt()).isZero();
    assertThat(report.get("warnings").asInt()).isEqualTo(1);
    JsonNode finding = report.get("findings").get(0);
    assertThat(finding.get("check").asText()).isEqualTo("rules/hidden");
    assertThat(finding.get("severity").asText()).isEqualTo("warning");
    assertThat(finding.get("place").asText()).isEqualTo(b + ":1");
    assertThat(finding.get("policy").asText()).isEqualTo("ClusterImagePolicy late");
  }

  @Test
  void aNameCannotMoveTheCursor() throws IOException {
    lint(file("p.yaml", UNANCHORED.replace("*icr.io", "\\e[2J")));

    assertThat(out.toString()).doesNotContain("\u001b").contains("matches no image");
  }

  @Test
  void aFileThatIsNoPolicyIsAMistake() throws IOException {
    assertThat(lint(file("p.yaml", "kind: Pod\napiVersion: v1\n"))).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("p.yaml:1: kind \"Pod\"");
  }

  private int lint(Path file, String... more) {
    List<String> arguments = new ArrayList<>(List.of("policy", "lint", file.toString()));
    arguments.addAll(List.of(more));
    out.getBuffer().setLength(0);
    return execute(arguments.toArray(String[]::new));
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }
}
