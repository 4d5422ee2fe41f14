/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginDescriptorTest {

  private final List<Finding> findings = new ArrayList<>();

  private Optional<PluginDescriptor> parse(String yaml) {
    return PluginDescriptor.parse(
        "plugin.yaml", yaml.getBytes(StandardCharsets.UTF_8), "Cert.Manager-2", findings);
  }

  private String found() {
    return findings.stream().map(Finding::toString).collect(Collectors.joining("\n"));
  }

  @Test
  void packageIsNamedAfterTheApplicationUnlessStated() {
    PluginDescriptor descriptor =
        parse("charts: [{name: cert-manager, namespaces: [a]}]").orElseThrow();

    assertThat(descriptor.topPackage()).isEqualTo("k8sapp_cert_manager_2");
    assertThat(descriptor.distribution()).isEqualTo("k8sapp-cert-manager-2");
    assertThat(descriptor.charts()).containsExactly(PluginChart.of("cert-manager", "a"));
    assertThat(descriptor.charts().getFirst().className()).isEqualTo("CertManagerHelm");
    assertThat(descriptor.charts().getFirst().module()).isEqualTo("cert_manager");
    assertThat(descriptor.lifecycle()).isEqualTo(PluginLifecycle.NONE);
  }

  @Test
  void whatIsWrittenIntoTheWheelIsReadAsTheSame() throws IOException {
    Path file = Path.of(System.getProperty("portieris.root"), "manifests", "plugin.yaml");
    PluginDescriptor product = PluginDescriptor.read(file, "portieris", findings).orElseThrow();

    assertThat(PluginDescriptor.parse("plugin.json", product.json(), "portieris", findings))
        .contains(product);
    assertThat(product.lifecycle().overrides()).hasSize(4);
    assertThat(product.lifecycle().overrides().getFirst())
        .isEqualTo(
            new OverrideRule.Move(
                "portieris-certs", "portieris", "caCert", "portieris", "TrustedCACert"));
    assertThat(findings).isEmpty();
  }

  @Test
  void everyMistakeIsToldWithItsLine() {
    assertThat(
            parse(
                """
                package: K8sApp
                charts:
                  - {name: One, namespaces: []}
                  - {name: two, namespaces: [a], chart: x}
                  - {name: two, namespaces: [a], when: {ipv4: {}}}
                lifecycle:
                  user_overrides:
                    - {chart: two, key: a, drop: true, restore: b}
                    - {chart: three, key: a, drop: true}
                """))
        .isEmpty();
    assertThat(found())
        .isEqualTo(
            """
            plugin.yaml:1: package: is not text of the form [a-z][a-z0-9_]*
            plugin.yaml:3: name: is not text of the form [a-z0-9]([a-z0-9.-]*[a-z0-9])?
            plugin.yaml:3: namespaces: is not a list of at least one element
            plugin.yaml:4: charts[]: unknown key chart (accepted: name, namespaces, replicas, when)
            plugin.yaml:5: when: unknown key ipv4 (accepted: ipv6, subcloud, systemcontroller)
            plugin.yaml:5: charts: two stands there twice, or nearly
            plugin.yaml:8: user_overrides[]: exactly one of move_to, restore, drop, refuse is needed
            plugin.yaml:9: namespace: is needed unless the chart is one of charts and has one\
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "charts: [[]                          | plugin.yaml:1: expected ',' or ']', but got",
        "'- 1'                                | is no mapping (accepted keys: package, charts, lifecycle)",
        "charts: []                           | charts: is not a list of at least one element",
        "charts: [{namespaces: [a]}]          | name: is missing",
        "'charts: [{name: a, namespaces: [a], when: {ipv6: {x: 1.5}}}]' | quote it: 1.5",
        "'{charts: [{name: a, namespaces: [a]}], lifecycle: {image_archives: 1}}'"
            + " | image_archives: is neither true nor false",
        "'{charts: [{name: a, namespaces: [a]}], lifecycle: {namespace_label: {chart: a, label: l,"
            + " default: x, accepted: [y]}}}' | default must be among accepted",
        "'{charts: [{name: a, namespaces: [a]}], charts: [{name: a, namespaces: [a]}]}'"
            + " | charts stands there twice",
      })
  void mistakesAreRefused(String yaml, String expected) {
    assertThat(parse(yaml)).isEmpty();
    assertThat(found()).contains(expected);
  }
}
