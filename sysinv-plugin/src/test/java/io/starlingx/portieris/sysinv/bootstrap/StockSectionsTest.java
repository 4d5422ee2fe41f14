/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sections that the platform itself reads. */
class StockSectionsTest {

  @TempDir Path directory;
  private BootstrapFiles files = new BootstrapFiles(Path.of("."));

  @BeforeEach
  void setUp() {
    files = new BootstrapFiles(directory);
  }

  @Test
  void everyKnownRegistryIsHeldByTheLocalOne() {
    assertThat(files.config("a: 1\n").mirrors())
        .hasSize(8)
        .contains(new Mirror("registry.local:9001/icr.io", "icr.io"))
        .contains(new Mirror("registry.local:9001/registry.k8s.io", "registry.k8s.io"));
  }

  @Test
  void registryWithItsOwnUrlIsMirroredThereAndTheNarrowerPrefixComesFirst() {
    assertThat(
            files
                .config(
                    """
                    docker_registries:
                      docker.io: {url: harbor.example.com}
                      icr.io: {url: harbor.example.com/icr/}
                      quay.io: {url: quay.io}
                      gcr.io: {url: "[2001:db8::1]:5000/gcr"}
                      defaults: {url: other.example.com}
                    """)
                .mirrors())
        .hasSize(11)
        .containsSubsequence(
            new Mirror("harbor.example.com/icr", "icr.io"),
            new Mirror("harbor.example.com", "docker.io"))
        .contains(new Mirror("[2001:db8::1]:5000/gcr", "gcr.io"));
  }

  @Test
  void urlThatTwoRegistriesShareIsNobodysMirror() {
    String yaml =
        """
        docker_registries:
          docker.io: {url: harbor.example.com}
          icr.io: {url: harbor.example.com}
        """;
    assertThat(files.config(yaml).mirrors()).hasSize(8);
    assertThat(files.notices(yaml))
        .singleElement()
        .asString()
        .startsWith("docker.io, icr.io share");
  }

  @Test
  void statedIdentitiesReplaceTheDefaults() {
    assertThat(
            files
                .config(
                    """
                    docker_registries: {icr.io: {url: harbor.example.com}}
                    image_trust:
                      identities: []
                    """)
                .mirrors())
        .isEmpty();
  }

  @Test
  void proxyBringsThePlatformsOwnExceptionsAndNoCredentials() {
    String yaml =
        """
        docker_http_proxy: http://user:pass@proxy.example.com:3128/
        docker_no_proxy: [192.0.2.1, "2001:db8::1", a.example.com]
        """;
    assertThat(files.config(yaml).proxy())
        .isEqualTo(
            new OutboundProxy(
                Optional.of("http://proxy.example.com:3128"),
                Optional.empty(),
                List.of(
                    "192.0.2.1",
                    "2001:db8::1",
                    "a.example.com",
                    "localhost",
                    "127.0.0.1",
                    "registry.local",
                    ".svc",
                    ".cluster.local")));
    assertThat(files.notices(yaml)).singleElement().asString().contains("credentials");
  }

  @Test
  void fileThatIsNotInItsDirectoryIsANote() {
    String yaml =
        """
        etcd_root_ca_cert: DIR/etcd.pem
        etcd_root_ca_key: /nowhere/on/this/machine/etcd.key
        applications:
          - DIR/x-1.0-1.tgz:
              overrides:
                - {chart: a, namespace: b, values-path: DIR/v.yaml}
                - {chart: c, namespace: b, values-path: /nowhere/on/this/machine/v.yaml}
        """;
    assertThat(files.notices(yaml.replace("DIR", directory.toString())))
        .containsExactlyInAnyOrder(
            "etcd_root_ca_cert file not found. (" + directory + "/etcd.pem)",
            directory + "/x-1.0-1.tgz doesn't exist",
            directory + "/v.yaml doesn't exist",
            "bootstrap applies only the first override of an application");
  }

  @Test
  void issuerOfASubcloudIsNotTaken() {
    assertThat(
            files.notices(
                """
                distributed_cloud_role: subcloud
                system_root_ca_cert: /nowhere/on/this/machine/a
                system_local_ca_cert: /nowhere/on/this/machine/b
                system_local_ca_key: /nowhere/on/this/machine/c
                """))
        .hasSize(3)
        .allMatch(what -> what.contains("not taken on a subcloud"));
  }
}
