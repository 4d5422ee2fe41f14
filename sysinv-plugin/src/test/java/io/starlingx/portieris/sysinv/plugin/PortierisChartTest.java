/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.sysinv.bootstrap.BootstrapConfig;
import io.starlingx.portieris.sysinv.bootstrap.BootstrapReader;
import io.starlingx.portieris.sysinv.bootstrap.BootstrapResult;
import io.starlingx.portieris.sysinv.plugin.Platform.CloudRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The product's own plugin, as it is found. */
class PortierisChartTest {

  private static final String SECRET = "cr3dent1al";

  @TempDir Path directory;

  private final ChartPlugin plugin =
      ChartPlugins.load().find("portieris", "portieris").orElseThrow();

  private BootstrapConfig bootstrap(String yaml) throws IOException {
    Path file = Files.writeString(directory.resolve("localhost.yml"), yaml);
    return switch (new BootstrapReader(InstantSource.system()).read(List.of(file))) {
      case BootstrapResult.Valid(BootstrapConfig config, var notices) -> config;
      case BootstrapResult.Invalid(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  private Map<String, Object> on(Platform platform, Map<String, Object> computed) {
    return plugin.overrides(
        "portieris", new OverrideContext(Optional.empty(), Map.of(), computed, Map.of(), platform));
  }

  @Test
  void isFoundAsAServiceWithItsNamespace() {
    assertThat(ChartPlugins.load().of("portieris")).hasSize(1);
    assertThat(plugin.namespaces()).containsExactly("portieris");
    assertThat(ChartPlugins.load().find("portieris", "other")).isEmpty();
    assertThat(ChartPlugins.load().of("other")).isEmpty();
  }

  @Test
  void withoutBootstrapNothingIsOverridden() {
    assertThat(on(Platform.UNKNOWN, Map.of())).isEmpty();
  }

  @Test
  void replicasFollowTheControllersUnlessTheyAreDecided() {
    Platform two = new Platform(OptionalInt.of(2), false, CloudRole.NONE);

    assertThat(on(two, Map.of())).containsEntry("replicaCount", 2);
    assertThat(on(two, Map.of("replicaCount", 5))).containsEntry("replicaCount", 5);
  }

  @Test
  void replicasOfBootstrapWinOverTheControllers() throws IOException {
    OverrideContext context =
        OverrideContext.of(Optional.of(bootstrap("image_trust: {replicas: 4}")), Map.of());

    assertThat(
            plugin.overrides(
                "portieris", context.on(new Platform(OptionalInt.of(2), false, CloudRole.NONE))))
        .containsEntry("replicaCount", 4);
  }

  @Test
  void ipv6IsPreferredOnAnIpv6Cluster() {
    assertThat(on(new Platform(OptionalInt.empty(), true, CloudRole.NONE), Map.of()))
        .isEqualTo(Map.of("preferIPv6", true));
  }

  @Test
  void theCentralRegistryMirrorsWhatTheLocalOneDoes() {
    Map<String, Object> computed =
        Map.of(
            "trust",
            Map.of(
                "firstUse",
                "Deny",
                "identities",
                List.of(
                    Map.of("prefix", "registry.local:9001/icr.io", "signedPrefix", "icr.io"),
                    Map.of("prefix", "harbor.example.com/q", "signedPrefix", "quay.io"))));

    for (CloudRole role : List.of(CloudRole.SUBCLOUD, CloudRole.SYSTEMCONTROLLER)) {
      assertThat(on(new Platform(OptionalInt.empty(), false, role), computed))
          .isEqualTo(
              Map.of(
                  "trust",
                  Map.of(
                      "firstUse",
                      "Deny",
                      "identities",
                      List.of(
                          Map.of(
                              "prefix", "registry.local:9001/icr.io",
                              "signedPrefix", "icr.io"),
                          Map.of("prefix", "harbor.example.com/q", "signedPrefix", "quay.io"),
                          Map.of(
                              "prefix", "registry.central:9001/icr.io",
                              "signedPrefix", "icr.io")))));
    }
    assertThat(on(Platform.UNKNOWN, computed)).isEqualTo(computed);
  }

  @Test
  void noCredentialOfBootstrapIsInAnyOverride() throws IOException {
    BootstrapConfig config =
        bootstrap(
            """
            docker_registries:
              defaults: {url: harbor.example.com/all, username: user-%1$s, password: pass-%1$s}
              icr.io: {url: harbor.example.com/icr, username: user-%1$s, password: pass-%1$s}
            admin_password: admin-%1$s
            docker_http_proxy: http://proxy-%1$s:proxy-%1$s@proxy.example.com:3128
            image_trust:
              notary_servers: {defaults: {url: "https://notary.example.com:4443"}}
              policies:
                - {name: base, repositories: [{name: "icr.io/*", trust: true, signers: [alice]}]}
            """
                .formatted(SECRET));

    for (Platform platform : Platform.kinds()) {
      assertThat(
              plugin
                  .overrides(
                      "portieris", OverrideContext.of(Optional.of(config), Map.of()).on(platform))
                  .toString())
          .contains("harbor.example.com/icr", "alice")
          .doesNotContain(SECRET);
    }
  }
}
