/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.testbed.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The chart as Helm installs it, for a webhook that runs in this JVM instead of a pod. */
final class InstalledChart {

  static final String NAMESPACE = "portieris";

  private static final Path CHART =
      Path.of(System.getProperty("portieris.root"), "charts/portieris");

  private InstalledChart() {}

  /** Installs it with these values, in YAML, which state no replicas. */
  static void install(ControlPlane cluster, Path directory, String values) throws IOException {
    new Helm(CHART)
        .install()
        .withName("portieris")
        .withNamespace(NAMESPACE)
        .createNamespace()
        .withKubeConfig(cluster.kubeconfig())
        .withValuesFile(Files.writeString(directory.resolve("values.yaml"), values))
        .call();
  }

  /**
   * The chart's own configuration file; only the places where a kubelet would mount Secrets are
   * others: the folders {@code certs} and {@code authorities}.
   */
  static Path configuration(KubernetesClient admin, Path directory) throws IOException {
    String file =
        admin
            .configMaps()
            .inNamespace(NAMESPACE)
            .withName("portieris-config")
            .get()
            .getData()
            .get("webhook.yaml");
    Path authorities = Files.createDirectories(directory.resolve("authorities"));
    return Files.writeString(
        directory.resolve("webhook.yaml"),
        Objects.requireNonNull(file, "webhook.yaml")
            .replace("/etc/certs", directory.resolve("certs").toString())
            .replace("/etc/portieris-trusted-ca", authorities.toString()));
  }
}
