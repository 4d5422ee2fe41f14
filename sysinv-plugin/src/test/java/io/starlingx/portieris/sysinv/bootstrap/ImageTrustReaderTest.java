/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTrustReaderTest {

  @TempDir Path directory;
  private BootstrapFiles files = new BootstrapFiles(Path.of("."));

  @BeforeEach
  void setUp() {
    files = new BootstrapFiles(directory);
  }

  @Test
  void defaultsOfTrustServersAreMergedUnderEveryEntry() {
    String ca = base64("notary-ca.pem");
    ImageTrustSection section =
        files.section(
            """
            image_trust:
              notary_servers:
                defaults: {url: "https://n.example.com/", ca_cert: %s}
                icr.io:
                quay.io: {urls: ["https://a.example.com", "https://b.example.com"]}
            """
                .formatted(ca));

    assertThat(section.servers())
        .extracting(NotaryServer::registry, NotaryServer::urls)
        .containsExactly(
            tuple("defaults", List.of("https://n.example.com")),
            tuple("icr.io", List.of("https://n.example.com")),
            tuple("quay.io", List.of("https://a.example.com", "https://b.example.com")));
    assertThat(section.servers()).allSatisfy(server -> assertThat(server.ca()).isPresent());
  }

  @Test
  void defaultsWithoutUrlAreNoServer() {
    assertThat(
            files
                .section(
                    "image_trust: {notary_servers: {defaults: {ca_cert: %s}}}"
                        .formatted(base64("notary-ca.pem")))
                .servers())
        .isEmpty();
  }

  @Test
  void trustIsResolvedByHostThenMirrorThenDefaults() {
    ImageTrustSection section =
        files.section(
            """
            image_trust:
              notary_servers:
                defaults: {url: "https://d"}
                icr.io: {url: "https://i"}
                docker.io: {url: "https://h"}
                localhost:5000: {url: "https://l"}
              policies:
                - name: a
                  repositories:
                    - {name: "icr.io/*", trust: true}
                    - {name: "registry.local:9001/icr.io/x", trust: true}
                    - {name: "nginx", trust: true}
                    - {name: "library/nginx", trust: true}
                    - {name: "localhost:5000/*", trust: true}
                    - {name: "quay.io/*", trust: true}
                    - {name: "*.icr.io/*", trust: true}
            """);

    assertThat(section.policies().getFirst().repositories())
        .extracting(rule -> trust(rule).get("trustServer"))
        .containsExactly(
            "https://i",
            "https://i",
            "https://h",
            "https://h",
            "https://l",
            "https://d",
            "https://d");
  }

  @Test
  void patternWithStarInItsHostIsNoticedWhereItCoversAnotherServersRegistry() {
    assertThat(
            files.notices(
                """
                image_trust:
                  notary_servers:
                    defaults: {url: "https://d"}
                    us.icr.io: {url: "https://i"}
                  policies: [{name: a, repositories: [{name: "*.icr.io/*", trust: true}]}]
                """))
        .containsExactly(
            "asks the server of defaults for us.icr.io too, unless another rule matches better");
  }

  @Test
  void trustCarriesServersSignersAndRoot() {
    ImageTrustSection section =
        files.section(
            """
            image_trust:
              notary_servers:
                icr.io:
                  urls: ["https://a", "https://b"]
                  root_ca_cert: %s
              policies:
                - name: a
                  namespace: team
                  repositories: [{name: "icr.io/*", trust: true, signers: [s1, s2]}]
            """
                .formatted(base64("root-ca.pem")));

    TrustPolicy policy = section.policies().getFirst();
    assertThat(policy.name()).isEqualTo("bootstrap-a");
    assertThat(policy.namespace()).contains("team");
    assertThat(trust(policy.repositories().getFirst()))
        .containsEntry("enabled", true)
        .containsEntry("trustServers", List.of("https://a", "https://b"))
        .containsEntry("signerSecrets", List.of(Map.of("name", "s1"), Map.of("name", "s2")))
        .containsEntry(
            "root",
            Map.of(
                "ca",
                new String(BootstrapFiles.resource("root-ca.pem"), StandardCharsets.US_ASCII)))
        .doesNotContainKey("trustServer");
  }

  @Test
  void policyObjectIsKeptAsWritten() {
    ImageTrustSection section =
        files.section(
            """
            image_trust:
              policies:
                - name: a
                  repositories:
                    - name: "icr.io/*"
                      policy:
                        mutateImage: false
                        trust: {enabled: true, require: 1, signerSecrets: [{name: s}]}
            """);

    assertThat(section.policies().getFirst().repositories().getFirst().policy())
        .isEqualTo(
            Map.of(
                "mutateImage",
                false,
                "trust",
                Map.of(
                    "enabled", true, "require", 1, "signerSecrets", List.of(Map.of("name", "s")))));
  }

  @Test
  void disabledSectionIsStillChecked() {
    assertThat(files.problems("image_trust: {enabled: false, replicas: x}\n")).hasSize(1);
    assertThat(files.section("image_trust: {enabled: false, replicas: 2}\n").enabled()).isFalse();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> trust(TrustPolicy.Rule rule) {
    return (Map<String, Object>) rule.policy().getOrDefault("trust", Map.of());
  }

  private static String base64(String resource) {
    return Base64.getEncoder().encodeToString(BootstrapFiles.resource(resource));
  }
}
