/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Who may speak to a control plane: one token each, and the kubeconfig files that carry them. */
final class ClusterAccess {

  private final Path directory;
  private final String url;
  private final TestAuthority authority;
  private final String adminToken = token();
  private final String controllerToken = token();

  ClusterAccess(Path directory, String url, TestAuthority authority) {
    this.directory = directory;
    this.url = url;
    this.authority = authority;
  }

  /** Writes the file for the API server's {@code --token-auth-file} and the kubeconfig files. */
  void write() {
    PrivateFile.write(
        tokenFile(),
        """
        %s,admin,admin,"system:masters"
        %s,system:kube-controller-manager,controller-manager
        """
            .formatted(adminToken, controllerToken));
    PrivateFile.write(adminKubeconfig(), kubeconfig("admin", adminToken));
    PrivateFile.write(
        controllerKubeconfig(), kubeconfig("kube-controller-manager", controllerToken));
  }

  String adminToken() {
    return adminToken;
  }

  Path tokenFile() {
    return directory.resolve("tokens.csv");
  }

  Path adminKubeconfig() {
    return directory.resolve("kubeconfig");
  }

  Path controllerKubeconfig() {
    return directory.resolve("controller-manager.kubeconfig");
  }

  private String kubeconfig(String user, String token) {
    return """
        apiVersion: v1
        kind: Config
        current-context: testbed
        clusters:
        - name: testbed
          cluster:
            server: %s
            certificate-authority-data: %s
        users:
        - name: %s
          user:
            token: %s
        contexts:
        - name: testbed
          context:
            cluster: testbed
            user: %s
            namespace: default
        """
        .formatted(
            url,
            Base64.getEncoder()
                .encodeToString(authority.certificatePem().getBytes(StandardCharsets.US_ASCII)),
            user,
            token,
            user);
  }

  private static String token() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
