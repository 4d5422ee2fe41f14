/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.starlingx.portieris.testbed.ControlPlane;
import io.starlingx.portieris.testbed.object.Definitions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the documents for operators tell people to type works as they say. */
@ExtendWith(ControlPlaneExtension.class)
class InstallDocumentTest {

  private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");
  private static final Pattern KUBECTL = Pattern.compile("(?m)^ *kubectl ([^|>\n]+)");

  /** The last one ends with the last resort. */
  private static final List<String> COMMANDS =
      List.of(
          "docs/install.md",
          "docs/metrics.md",
          "docs/scan.md",
          "docs/migration.md",
          "docs/operations.md");

  /** A kind that another product brings to the cluster. */
  private static final String POLICY_REPORTS =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: policyreports.wgpolicyk8s.io}
      spec:
        group: wgpolicyk8s.io
        names: {kind: PolicyReport, listKind: PolicyReportList, plural: policyreports, singular: policyreport}
        scope: Namespaced
        versions:
          - name: v1alpha2
            served: true
            storage: true
            schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
      """;

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
    List<String> files = new ArrayList<>();
    for (String document : List.of("docs/install.md", "docs/metrics.md", "docs/scan.md")) {
      List<String> found = found(YAML, document);
      assertThat(found).as(document).isNotEmpty();
      files.addAll(found);
    }
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

      Definitions.serve(release.client(), POLICY_REPORTS);
      for (String document : COMMANDS) {
        List<String> commands = found(KUBECTL, document);
        assertThat(commands).as(document).isNotEmpty();
        for (String command : commands) {
          release.kubectl(command.split(" "));
        }
      }
      assertThat(release.configuration().get()).as("after the last resort").isNull();
    }
  }
}
