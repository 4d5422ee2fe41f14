/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.testbed.ControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class MigrateCommandTest extends CommandFixture {

  private static final Pattern CHECK =
      Pattern.compile("(?s)new MigrationFinding\\(\\s*\"([a-z-]+)\"");

  @TempDir private Path directory;

  @Override
  int execute(String... arguments) {
    out.getBuffer().setLength(0);
    return super.execute(arguments);
  }

  private int check(Object kubeconfig, String... more) {
    return execute(
        Stream.concat(
                Stream.of("migrate", "check", "--kubeconfig", kubeconfig.toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void tellsWhatChangesAndChangesNothing() throws IOException {
    try (ControlPlane plane = ControlPlane.start(directory.resolve("cluster"));
        KubernetesClient client = plane.client()) {
      assertThat(check(plane.kubeconfig())).isEqualTo(1);
      assertThat(err.toString()).contains("error: the cluster does not serve /apis/portieris");

      execute("crds", "apply", "--kubeconfig", plane.kubeconfig().toString());
      assertThat(check(plane.kubeconfig())).isZero();
      assertThat(out.toString())
          .isEqualTo("0 policies and 0 workloads: no findings; nothing was changed\n");

      client
          .resource(
              """
              apiVersion: portieris.cloud.ibm.com/v1
              kind: ImagePolicy
              metadata: {name: own, namespace: default}
              spec:
                repositories:
                  - name: "icr.io/*"
                    policy: {simple: {requirements: [{type: signedBy, keySecret: k, keySecretNamespace: keys}]}}
                  - name: "icr.io/other/*"
                    policy: {simple: {requirements: [{type: signedBy, keySecret: k, keySecretNamespace: keys}]}}
              """)
          .create();
      assertThat(check(plane.kubeconfig())).isEqualTo(1);
      assertThat(out.toString())
          .isEqualTo(
              """
              [secrets]
                ImagePolicy default/own, repository icr.io/*, Secret keys/k
                ImagePolicy default/own, repository icr.io/other/*, Secret keys/k
                before  read from there
                here    denied: an ImagePolicy may name Secrets of other namespaces only where the chart lists them
                mend    list keys in the chart's policySecrets.namespaces

              1 policy and 0 workloads: 2 findings; nothing was changed
              """);

      assertThat(check(plane.kubeconfig(), "--output", "json")).isEqualTo(1);
      JsonNode report = new ObjectMapper().readTree(out.toString());
      assertThat(report.path("policies").asInt()).isEqualTo(1);
      assertThat(report.path("findings")).hasSize(2);
      assertThat(report.at("/findings/0/check").asText()).isEqualTo("secrets");

      Path values =
          Files.writeString(
              directory.resolve("values.yaml"),
              """
              policySecrets: {namespaces: [keys]}
              trust:
                identities: [{prefix: "registry.local:9001/icr.io", signedPrefix: icr.io}]
                servers: [{registry: icr.io, urls: ["https://n.example.com"]}]
                allowedAddresses: ["127.0.0.1:4443"]
              """);
      assertThat(check(plane.kubeconfig(), "--values", values.toString())).isZero();
    }
  }

  @Test
  void aValuesFileThatCannotBeReadIsAMistakeOfTheCaller() throws IOException {
    Path kubeconfig =
        Files.writeString(
            directory.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            current-context: c
            contexts: [{name: c, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
            users: [{name: u, user: {token: t}}]
            """);

    assertThat(check(kubeconfig, "--values", directory.resolve("none.yaml").toString()))
        .isEqualTo(64);
    assertThat(err.toString()).contains("none.yaml: cannot be read as YAML");
    assertThat(check(directory.resolve("missing"))).isEqualTo(64);
    assertThat(check(kubeconfig)).isEqualTo(1);
    assertThat(err.toString()).contains("error: the cluster could not be read: ");
  }

  /** Whoever reads a finding looks its check up there. */
  @Test
  void everyCheckHasItsHeadingInTheGuide() throws IOException {
    String guide = Files.readString(ProjectRoot.path().resolve("docs/migration.md"), UTF_8);
    Path sources =
        ProjectRoot.path()
            .resolve("admission-webhook/src/main/java/io/starlingx/portieris/webhook/migrate");
    try (Stream<Path> files = Files.list(sources)) {
      assertThat(
              files
                  .map(MigrateCommandTest::read)
                  .flatMap(source -> CHECK.matcher(source).results())
                  .map(match -> match.group(1))
                  .distinct())
          .hasSize(16)
          .allSatisfy(check -> assertThat(guide).contains("`" + check + "`"));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
