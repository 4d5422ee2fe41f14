/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.demo;

import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;

/** Lets the webhook in from outside the cluster with the rights of its ServiceAccount, no more. */
final class WebhookAccount {

  private static final String NAME = "portieris";
  private static final Duration VALIDITY = Duration.ofHours(8);

  private WebhookAccount() {}

  /** Writes a kubeconfig file with a new token of the account. */
  static Path kubeconfig(KubernetesClient cluster, Path file) throws IOException {
    TokenRequest token =
        cluster
            .serviceAccounts()
            .inNamespace(NAME)
            .withName(NAME)
            .tokenRequest(
                new TokenRequestBuilder()
                    .withNewSpec()
                    .withExpirationSeconds(VALIDITY.toSeconds())
                    .endSpec()
                    .build());
    var config =
        new ConfigBuilder()
            .addNewCluster()
            .withName(NAME)
            .withNewCluster()
            .withServer(cluster.getMasterUrl().toString())
            .withCertificateAuthorityData(authority(cluster))
            .endCluster()
            .endCluster()
            .addNewUser()
            .withName(NAME)
            .withNewUser()
            .withToken(token.getStatus().getToken())
            .endUser()
            .endUser()
            .addNewContext()
            .withName(NAME)
            .withNewContext()
            .withCluster(NAME)
            .withUser(NAME)
            .endContext()
            .endContext()
            .withCurrentContext(NAME)
            .build();
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, Serialization.asYaml(config));
  }

  private static String authority(KubernetesClient cluster) throws IOException {
    var config = cluster.getConfiguration();
    if (config.getCaCertData() != null) {
      return config.getCaCertData();
    }
    if (config.getCaCertFile() == null) {
      throw new DemoFailure("the kubeconfig names no certificate authority of the cluster");
    }
    return Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(config.getCaCertFile())));
  }
}
