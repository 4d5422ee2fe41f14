/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverridesCommandTest extends CommandFixture {

  @TempDir Path directory;
  private Path bootstrap = Path.of(".");

  @BeforeEach
  void setUp() throws IOException {
    bootstrap = file("localhost.yml", "image_trust: {replicas: 2, identities: []}\n");
  }

  @Test
  void printsWhatDiffersFromTheApplication() {
    assertThat(run("--format", "helm-override")).isZero();
    assertThat(out.toString()).isEqualTo("replicaCount: 2\ntrust:\n  identities: []\n");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void printsCompleteValuesUnlessToldOtherwise() {
    assertThat(run()).isZero();
    assertThat(out.toString())
        .contains("replicaCount: 2")
        .contains("registry.local:9001/")
        .doesNotContain("@IMAGE");
  }

  @Test
  void printsTheEntryForBootstrapBeforeTheValues() {
    assertThat(run("--format", "bootstrap", "--tarball", "/a/portieris-1.2-3.tgz")).isZero();
    assertThat(out.toString())
        .containsSubsequence(
            "  - /a/portieris-1.2-3.tgz:\n",
            "values-path: /home/sysadmin/portieris-overrides.yaml\n",
            "---\n",
            "replicaCount: 2\n");
  }

  @Test
  void writesTheValuesIntoAFileAndTheEntryToStandardOutput() throws IOException {
    Path values = directory.resolve("values.yaml");
    assertThat(run("--format", "bootstrap", "-o", values.toString())).isZero();
    assertThat(values).content().startsWith("replicaCount: 2\n");
    assertThat(out.toString()).contains("applications:\n").doesNotContain("replicaCount");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactlyInAnyOrder(bootstrap, values);
    }
  }

  @Test
  void notesGoToStandardErrorOnly() throws IOException {
    Path vault = file("secrets.yml", "$ANSIBLE_VAULT;1.1;AES256\n");
    assertThat(execute("overrides", "--bootstrap", vault.toString(), bootstrap.toString()))
        .isZero();
    assertThat(err.toString()).startsWith("note: ").contains("secrets.yml");
    assertThat(out.toString()).doesNotContain("secrets.yml");
  }

  @Test
  void mistakesAreListedInColumnsAndNothingIsWritten() throws IOException {
    file("localhost.yml", "image_trust:\n  replicas: x\n  enable: true\n");
    Path values = file("values.yaml", "old");

    assertThat(run("-o", values.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString().replace(directory + "/", ""))
        .isEqualTo(
            """
            error: 2 problems to correct, nothing was written
            localhost.yml:2: image_trust.replicas: is not a whole number in the accepted range (accepted: 1 to 99)
            localhost.yml:3: image_trust.enable:   unknown key 'enable' (accepted: enabled, ca_cert, notary_servers, policies, identities, excluded_namespaces, replicas, failure_policy)
            """);
    assertThat(out.toString()).isEmpty();
    assertThat(values).content().isEqualTo("old");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--chart other | unknown chart 'other' (accepted: portieris)",
        "--format yaml | accepted: values, helm-override, bootstrap",
        "--tarball /a/portieris-1.2-3.tgz | belong to --format bootstrap",
        "--format bootstrap --tarball portieris-1.2-3.tgz | must be an absolute path",
        "--format bootstrap --tarball /a/portieris.tgz | portieris-N.N-N.tgz",
        "--format bootstrap --values-path v.yaml | must be an absolute path",
        "--write-bootstrap x.yml --format values | belongs to --format bootstrap",
        "-o / | is a directory",
        "-o /nowhere/values.yaml | its directory does not exist",
      })
  void wrongOptionsAreUsageErrors(String options, String message) {
    assertThat(run(options.split(" "))).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains(message);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void refusesToReplaceABootstrapFile() {
    assertThat(run("-o", bootstrap.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(bootstrap).content().startsWith("image_trust");
  }

  @Test
  void putsTheEntryIntoTheFileAndTheValuesWhereTheyBelong() throws IOException {
    Path values = directory.resolve("values.yaml");
    Files.setPosixFilePermissions(bootstrap, PosixFilePermissions.fromString("rw-r-----"));
    Path link = Files.createSymbolicLink(directory.resolve("link.yml"), bootstrap);
    String[] command = {
      "overrides",
      "--write-bootstrap",
      link.toString(),
      "-o",
      values.toString(),
      "--tarball",
      "/a/portieris-1.2-3.tgz",
      "--values-path",
      "/a/values.yaml"
    };

    assertThat(execute(command)).isZero();

    assertThat(values).content().isEqualTo("replicaCount: 2\ntrust:\n  identities: []\n");
    assertThat(bootstrap)
        .content()
        .isEqualTo(
            """
            image_trust: {replicas: 2, identities: []}
            applications:
              - /a/portieris-1.2-3.tgz:
                  overrides:
                    - chart: portieris
                      namespace: portieris
                      values-path: /a/values.yaml
            """);
    assertThat(Files.getPosixFilePermissions(bootstrap))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    assertThat(link).isSymbolicLink();
    assertThat(err.toString()).isEqualTo("note: " + link + ":2: applications: added the entry\n");
    assertThat(out.toString()).isEmpty();

    Object modified = Files.getLastModifiedTime(bootstrap);
    assertThat(execute(command)).isZero();
    assertThat(err.toString()).endsWith("the entry is there, nothing was changed\n");
    assertThat(Files.getLastModifiedTime(bootstrap)).isEqualTo(modified);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactlyInAnyOrder(bootstrap, link, values);
    }
  }

  @Test
  void fileThatCannotBeEditedSafelyIsLeftAsItIs() throws IOException {
    Path file = file("other.yml", "applications: [{/a/b-1.0-1.tgz: }]\n");
    Path values = directory.resolve("values.yaml");

    assertThat(execute("overrides", "--write-bootstrap", file.toString(), "-o", values.toString()))
        .isEqualTo(ExitCode.USAGE);

    assertThat(err.toString())
        .contains(
            "error: nothing was written\n" + file + ":1: applications: is a list in brackets");
    assertThat(file).content().isEqualTo("applications: [{/a/b-1.0-1.tgz: }]\n");
    assertThat(values).doesNotExist();
  }

  private int run(String... options) {
    return execute(
        Stream.concat(
                Stream.of("overrides", "--bootstrap", bootstrap.toString()), Stream.of(options))
            .toArray(String[]::new));
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }
}
