/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** The files that an operator would write. */
final class DemoFiles {

  private final Path directory;

  DemoFiles(Path directory) {
    this.directory = directory;
  }

  /** A bootstrap file that names the registry's trust server. */
  Path bootstrap(String registry, URI notary) throws IOException {
    return Files.writeString(
        directory.resolve("localhost.yml"),
        """
        system_mode: simplex
        image_trust:
          notary_servers:
            "%s": {url: "%s"}
        """
            .formatted(registry, notary));
  }

  /** Overrides for this site: the trust server's CA, and a webhook that runs at an address. */
  Path overrides(String certificateAuthority, URI webhook) throws IOException {
    return Files.writeString(
        directory.resolve("overrides.yaml"),
        """
        TrustedCACert: %s
        UseCertManager: false      # the webhook keeps a CA of its own
        replicaCount: 0            # it runs outside the cluster,
        webHooks:
          url: %s
        trust:
          allowedAddresses: ["127.0.0.1", "::1"]
        """
            .formatted(
                Base64.getEncoder().encodeToString(certificateAuthority.getBytes(UTF_8)), webhook));
  }

  /** A policy: what is under {@code team/} must be signed. */
  Path policy(String registry) throws IOException {
    return Files.writeString(
        directory.resolve("policy.yaml"),
        """
        apiVersion: portieris.cloud.ibm.com/v1
        kind: ClusterImagePolicy
        metadata:
          name: portieris-demo
        spec:
          repositories:
            - name: "%s/team/*"
              policy:
                trust:
                  enabled: true
        """
            .formatted(registry));
  }
}
