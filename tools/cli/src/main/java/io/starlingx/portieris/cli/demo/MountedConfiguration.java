/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.demo;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * What a kubelet would mount into the webhook's pod, written to a folder for a webhook that runs
 * outside the cluster: its configuration, and the certificates that it trusts.
 *
 * @param configuration the file {@code webhook.yaml}
 */
record MountedConfiguration(Path configuration) {

  private static final String NAMESPACE = "portieris";
  private static final String TRUSTED_CA = "/etc/portieris-trusted-ca";
  private static final String CERTIFICATES = "/etc/certs";

  /** Reads the release's objects and writes them below a folder. */
  static MountedConfiguration write(KubernetesClient cluster, Path directory) throws IOException {
    ConfigMap map = required(cluster, "portieris-config");
    Path trusted = Files.createDirectories(directory.resolve("trusted-ca"));
    Path certificates = Files.createDirectories(directory.resolve("certs"));
    Secret secret = cluster.secrets().inNamespace(NAMESPACE).withName("trusted-cert").get();
    Map<String, String> data = Optional.ofNullable(secret).map(Secret::getData).orElseGet(Map::of);
    for (Map.Entry<String, String> entry : data.entrySet()) {
      Files.write(trusted.resolve(entry.getKey()), Base64.getDecoder().decode(entry.getValue()));
    }
    String text =
        map.getData()
            .getOrDefault("webhook.yaml", "")
            .replace(TRUSTED_CA, trusted.toString())
            .replace(CERTIFICATES, certificates.toString());
    Path file = directory.resolve("webhook.yaml");
    Files.writeString(file, text);
    return new MountedConfiguration(file);
  }

  private static ConfigMap required(KubernetesClient cluster, String name) {
    return Optional.ofNullable(cluster.configMaps().inNamespace(NAMESPACE).withName(name).get())
        .orElseThrow(
            () -> new DemoFailure("the release has no ConfigMap " + NAMESPACE + "/" + name));
  }
}
