/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.testbed.ControlPlane;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The application that this project builds, through its whole life on a real API server. */
class SystemRealApplicationTest {

  @TempDir Path directory;

  @Test
  void isBuiltUploadedAppliedRemovedAndDeleted() throws IOException {
    Path bootstrap =
        Files.writeString(
            directory.resolve("localhost.yml"),
            """
            image_trust:
              replicas: 2
              notary_servers:
                defaults: {url: "https://notary.example.com:4443"}
              policies:
                - name: base
                  repositories:
                    - {name: "icr.io/team/*", trust: true}
            """);
    Path values =
        Files.writeString(
            directory.resolve("values.yaml"),
            """
            replicaCount: 0
            UseCertManager: false
            webHooks: {url: "https://127.0.0.1:9"}
            """);
    run("app", "build", "--no-image", "--bootstrap=" + bootstrap, "--output=" + directory);
    try (ControlPlane cluster = ControlPlane.start(directory.resolve("cluster"));
        KubernetesClient client = cluster.client()) {
      system(cluster, "application-upload", tarball().toString());
      assertThat(system(cluster, "helm-override-show", "portieris", "portieris", "portieris"))
          .contains("https://notary.example.com:4443");
      system(
          cluster,
          "helm-override-update",
          "portieris",
          "portieris",
          "portieris",
          "--values",
          values.toString());
      system(cluster, "application-apply", "portieris");

      assertThat(
              client
                  .admissionRegistration()
                  .v1()
                  .mutatingWebhookConfigurations()
                  .withName("image-admission-config")
                  .get())
          .isNotNull();
      assertThat(
              client
                  .genericKubernetesResources("portieris.cloud.ibm.com/v1", "ClusterImagePolicy")
                  .list()
                  .getItems())
          .extracting(policy -> policy.getMetadata().getName())
          .contains("bootstrap-base");

      system(cluster, "application-apply", "portieris");
      system(cluster, "application-remove", "portieris");
      system(cluster, "application-delete", "portieris");
      assertThat(system(cluster, "application-list")).isEqualTo("\n");
    }
  }

  private Path tarball() throws IOException {
    try (Stream<Path> built = Files.list(directory)) {
      return built.filter(file -> file.toString().endsWith(".tgz")).findFirst().orElseThrow();
    }
  }

  private String system(ControlPlane cluster, String... arguments) {
    String[] fixed = {
      "system", "--kubeconfig=" + cluster.kubeconfig(), "--state-dir=" + directory.resolve("state")
    };
    return run(Stream.concat(Stream.of(fixed), Stream.of(arguments)).toArray(String[]::new));
  }

  private static String run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine root = Main.commandLine();
    root.setOut(new PrintWriter(out, true));
    root.setErr(new PrintWriter(err, true));
    assertThat(root.execute(arguments)).as(() -> out + "\n" + err).isZero();
    return out.toString();
  }
}
