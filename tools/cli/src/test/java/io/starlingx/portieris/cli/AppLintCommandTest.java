/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppLintCommandTest extends CommandFixture {

  @TempDir Path directory;

  @Test
  void theProjectsOwnTarballHasNoFindingsOnAnyPlatform() {
    assertThat(execute("app", "build", "--no-image", "-o", directory.toString()))
        .as(err.toString())
        .isZero();
    Path tarball = tarball();
    out.getBuffer().setLength(0);

    assertThat(execute("app", "lint", "--fail-on", "warning", tarball.toString()))
        .as(out.toString())
        .isZero();
    assertThat(out.toString())
        .isEqualTo(
            tarball
                + """
                : no findings for sysinv armada, fluxcd, master
                applied only where the platform's Flux serves it:
                  helm.toolkit.fluxcd.io/v2 is served by helm-controller 1.0 (Flux 2.3) and later
                  source.toolkit.fluxcd.io/v1 is served by source-controller 1.3 (Flux 2.3) and later
                """);
  }

  @Test
  void anErrorExitsWithOneAndTellsWhatWhyAndHowToMend() throws IOException {
    assertThat(lint()).isEqualTo(ExitCode.FINDINGS);

    assertThat(out.toString())
        .contains(
            "error    metadata.yaml:2\n",
            "         metadata validation failed. Invalid metadata.yaml: app_version should be",
            "  why    the upload is rejected [fluxcd, master]\n",
            "  mend   write app_name and app_version as strings\n",
            "  rule   metadata/identity\n")
        .doesNotContain("\u001b[")
        .containsPattern("stage: \\d+ errors, \\d+ warnings? for sysinv fluxcd, master\n$");
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 120);
  }

  @Test
  void aWarningFailsOnlyWhenAsked() throws IOException {
    String folder = folder().toString();

    assertThat(execute("app", "lint", "--sysinv", "armada", "--format", "json", folder))
        .isEqualTo(ExitCode.FINDINGS);
    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(report.path("sysinv").toString()).isEqualTo("[\"armada\"]");
    assertThat(report.path("errors").asInt() + report.path("warnings").asInt())
        .isEqualTo(report.path("findings").size());
    assertThat(report.path("findings"))
        .allSatisfy(
            finding -> {
              assertThat(finding.path("rule").asText()).contains("/");
              assertThat(finding.path("severity").asText()).isIn("error", "warning");
              assertThat(finding.path("file").asText()).isNotEmpty();
              assertThat(finding.has("line")).isTrue();
              assertThat(finding.path("message").asText()).isNotEmpty();
              assertThat(finding.path("why").asText()).isNotEmpty();
              assertThat(finding.path("mend").asText()).isNotEmpty();
            });
  }

  @Test
  void sarifHasTheFieldsThatItsSchemaRequires() throws IOException {
    Files.createFile(folder().resolve("a b.tgz"));

    assertThat(lint("--format", "sarif")).isEqualTo(ExitCode.FINDINGS);

    JsonNode log = new ObjectMapper().readTree(out.toString());
    assertThat(log.path("version").asText()).isEqualTo("2.1.0");
    JsonNode run = log.path("runs").path(0);
    JsonNode rules = run.path("tool").path("driver").path("rules");
    assertThat(run.path("tool").path("driver").path("name").asText()).isNotEmpty();
    assertThat(run.path("results")).isNotEmpty();
    assertThat(run.path("results"))
        .allSatisfy(
            result -> {
              JsonNode rule = rules.path(result.path("ruleIndex").asInt());
              assertThat(result.path("ruleId")).isEqualTo(rule.path("id"));
              assertThat(result.path("level").asText()).isIn("error", "warning");
              assertThat(result.path("message").path("text").asText()).isNotEmpty();
              JsonNode place = result.path("locations").path(0).path("physicalLocation");
              assertThat(URI.create(place.path("artifactLocation").path("uri").asText()))
                  .isNotNull();
              assertThat(place.path("region").path("startLine").asInt(1)).isPositive();
            });
  }

  @Test
  void aMissingFileIsAUsageError() {
    assertThat(execute("app", "lint", "gone.tgz")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("gone.tgz does not exist");
  }

  @Test
  void anUnknownPlatformIsAUsageErrorThatNamesTheKnownOnes() {
    assertThat(execute("app", "lint", "--sysinv", "x", ".")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).containsIgnoringCase("armada");
  }

  private int lint(String... options) throws IOException {
    String[] args = new String[options.length + 3];
    args[0] = "app";
    args[1] = "lint";
    System.arraycopy(options, 0, args, 2, options.length);
    args[args.length - 1] = folder().toString();
    return execute(args);
  }

  private Path folder() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("stage"));
    Files.writeString(
        folder.resolve("metadata.yaml"), "app_name: demo\napp_version: 1.0\nrepo: starlingx\n");
    return folder;
  }

  private Path tarball() {
    try (var files = Files.list(directory)) {
      return files.filter(p -> p.toString().endsWith(".tgz")).findFirst().orElseThrow();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
