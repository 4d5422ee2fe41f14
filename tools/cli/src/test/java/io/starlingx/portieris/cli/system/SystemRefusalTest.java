/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.testbed.process.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong before a cluster is asked, or because there is none. */
class SystemRefusalTest {

  private static final String UNREACHABLE =
      "Kubernetes endpoints are not accessible for application operations (";

  @TempDir Path directory;
  private Path kubeconfig;

  @BeforeEach
  void nobodyListens() throws IOException {
    kubeconfig =
        Files.writeString(
            directory.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            current-context: c
            contexts: [{name: c, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "https://127.0.0.1:%d"}}]
            users: [{name: u, user: {token: t}}]
            """
                .formatted(FreePort.choose()));
  }

  @Test
  void aTarballThatIsNotThere() {
    Path missing = directory.resolve("none.tgz");

    SystemRun run = run("application-upload", missing.toString());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualTo("Error: Tar file " + missing + " does not exist\n");
  }

  @Test
  void aFileWithAnotherExtension() throws IOException {
    Path zip = Files.createFile(directory.resolve("x.zip"));

    assertThat(run("application-upload", zip.toString()).err())
        .isEqualTo(
            "Error: File "
                + zip
                + " has unrecognizable tar file extension. Supported extensions are: .tgz and"
                + " .tar.gz\n");
  }

  @Test
  void aUrlIsNotTakenForAFile() {
    SystemRun run = run("application-upload", "https://example.com/demo-1.0-1.tgz");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "Error: https://example.com/demo-1.0-1.tgz is not fetched: fetch it yourself, and name"
                + " the file\n");
  }

  @Test
  void aClusterThatDoesNotAnswer() throws IOException {
    Path tarball = new DemoTarball().write(directory);

    SystemRun run = run("application-upload", tarball.toString());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("Application-upload rejected: " + UNREACHABLE)
        .contains("https://127.0.0.1:")
        .doesNotContain("null");
    assertThat(directory.resolve("state")).doesNotExist();
  }

  @Test
  void aKubeconfigWithoutContent() throws IOException {
    Files.writeString(kubeconfig, "");

    SystemRun run = run("application-upload", new DemoTarball().write(directory).toString());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains(UNREACHABLE + "kubeconfig " + kubeconfig + " is empty)");
  }

  @Test
  void noKubeconfigAtAll() {
    SystemRun run =
        SystemRun.of(
            Map.of("HOME", directory.toString()), "", List.of("system", "application-list"));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith(UNREACHABLE + "no kubeconfig at ").contains("--kubeconfig");
  }

  @Test
  void whatIsStoredIsShownWithoutACluster() {
    assertThat(run("application-list").out()).isEqualTo("\n");
    SystemRun show = run("application-show", "nope");
    assertThat(show.code()).isEqualTo(1);
    assertThat(show.err()).isEqualTo("application not found: nope\n");
    assertThat(run("helm-override-list", "nope").err()).isEqualTo("Application not found: nope\n");
    assertThat(run("application-abort", "nope").err())
        .isEqualTo("Application-abort rejected: application not found.\n");
    assertThat(run("helm-chart-attribute-modify", "nope", "c", "n").err())
        .isEqualTo("Application not found: nope\n");
    assertThat(run("application-delete", "nope").err())
        .isEqualTo("Application-delete rejected: application not found.\n");
  }

  @Test
  void asksBeforeItDeletesWhereTheEnvironmentWantsThat() {
    String question = "Do you want to continue? (yes/No): ";

    SystemRun refused = delete("no\n");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.out())
        .contains("WARNING: This is a high-risk operation")
        .endsWith(question + "Operation cancelled by the user.\n");
    assertThat(refused.err()).isEmpty();
    assertThat(delete("yes\n").err())
        .isEqualTo("Application-delete rejected: application not found.\n");
    assertThat(delete("", "--yes").out()).doesNotContain(question);
  }

  private SystemRun delete(String answer, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "system",
                "--state-dir=" + directory.resolve("state"),
                "application-delete",
                "demo"));
    arguments.addAll(List.of(options));
    return SystemRun.of(Map.of("CLI_CONFIRMATIONS", "enabled"), answer, arguments);
  }

  private SystemRun run(String... arguments) {
    return SystemRun.of(kubeconfig, directory.resolve("state"), arguments);
  }
}
