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

/** An application of two charts in two namespaces, all of whose manifests are made by the build. */
class SystemGeneratedApplicationTest {

  @TempDir private Path directory;

  @Test
  void eachChartIsInstalledInItsNamespaceWithItsValues() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("pair"));
    Files.writeString(
        folder.resolve("app.yaml"),
        """
        name: pair
        version: 1.0-1
        namespace: pair-front
        charts:
          - {name: front, depends_on: [back]}
          - {name: back, namespace: pair-back, release_name: the-back}
        """);
    Files.writeString(folder.resolve("back-static-overrides.yaml"), "word: from the application\n");
    chart(folder, "front");
    chart(folder, "back");
    run("app", "build", folder.toString(), "-o", directory.toString());

    try (ControlPlane cluster = ControlPlane.start(directory.resolve("cluster"));
        KubernetesClient client = cluster.client()) {
      system(cluster, "application-upload", directory.resolve("pair-1.0-1.tgz").toString());
      assertThat(system(cluster, "helm-override-list", "pair"))
          .contains("| back       | ['pair-back']", "| front      | ['pair-front']");
      system(cluster, "helm-override-update", "pair", "front", "pair-front", "--set", "word=mine");
      system(cluster, "application-apply", "pair");

      assertThat(word(client, "pair-front", "pair-front")).isEqualTo("mine");
      assertThat(word(client, "pair-back", "the-back")).isEqualTo("from the application");

      system(cluster, "application-remove", "pair");
      assertThat(client.configMaps().inNamespace("pair-back").withName("the-back").get()).isNull();
      system(cluster, "application-delete", "pair");
    }
  }

  private static void chart(Path folder, String name) throws IOException {
    Path chart = Files.createDirectories(folder.resolve("charts").resolve(name));
    Files.writeString(
        chart.resolve("Chart.yaml"),
        "apiVersion: v2\nname: %s\nversion: 1.0.0\nicon: https://example.com/i.png\n"
            .formatted(name));
    Files.writeString(
        chart.resolve("values.yaml"),
        "image: {repository: docker.io/example/%s, tag: \"1\"}\nword: none\n".formatted(name));
    Files.writeString(
        Files.createDirectory(chart.resolve("templates")).resolve("configmap.yaml"),
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: {{ .Release.Name }}}
        data: {word: {{ .Values.word | quote }}}
        """);
  }

  private static String word(KubernetesClient client, String namespace, String name) {
    return client
        .configMaps()
        .inNamespace(namespace)
        .withName(name)
        .require()
        .getData()
        .getOrDefault("word", "");
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
