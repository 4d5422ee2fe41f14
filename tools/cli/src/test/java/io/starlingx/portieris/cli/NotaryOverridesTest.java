/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.testbed.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/starlingx/notary.md, in their order, on a real API server. */
class NotaryOverridesTest {

  private static final Pattern COMMAND = Pattern.compile("(?m)^ +\\./portieris system (helm.*)$");

  @TempDir Path directory;

  @Test
  void theDocumentedFilesConfigureTheWebhook() throws IOException {
    run("app", "build", "--no-image", "--output=" + directory);
    String pem = "-----BEGIN CERTIFICATE-----\nZWFybGllcg==\n-----END CERTIFICATE-----\n";
    Path authority =
        Files.writeString(
            directory.resolve("trusted-ca.yaml"),
            "TrustedCACert: " + Base64.getEncoder().encodeToString(pem.getBytes(UTF_8)) + "\n");
    Path root = ProjectRoot.path();
    String page = Files.readString(root.resolve("docs/starlingx/notary.md"));
    try (ControlPlane cluster = ControlPlane.start(directory.resolve("cluster"));
        KubernetesClient client = cluster.client()) {
      system(cluster, "application-upload", tarball().toString());
      for (String command : COMMAND.matcher(page).results().map(m -> m.group(1)).toList()) {
        system(
            cluster,
            command
                .replace("docs/starlingx/notary/", root + "/docs/starlingx/notary/")
                .replace("trusted-ca.yaml", authority.toString())
                .split(" +"));
      }
      system(
          cluster,
          "helm-override-update portieris portieris portieris --reuse-values --set UseCertManager=false --set replicaCount=0"
              .split(" "));
      system(cluster, "application-apply", "portieris");

      assertThat(
              client
                  .configMaps()
                  .inNamespace("portieris")
                  .withName("portieris-config")
                  .get()
                  .getData()
                  .toString())
          .contains(
              "https://notary1.example.com:4443",
              "https://notary2.example.com:4443",
              "https://notary.example.com:4443",
              "registry.local:9001/icr.io");
      assertThat(client.secrets().inNamespace("portieris").withName("trusted-cert").get())
          .isNotNull();
      assertThat(
              client
                  .genericKubernetesResources("portieris.cloud.ibm.com/v1", "ClusterImagePolicy")
                  .list()
                  .getItems())
          .extracting(policy -> policy.getMetadata().getName())
          .contains("signed-images");
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
    return CommandRun.succeeding(arguments).out();
  }
}
