/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** With a real Python, which loads the wheel as sysinv does, against stand-ins for sysinv. */
class PluginWheelTest {

  private static final AppVersion VERSION = AppVersion.parse("24.09-44").orElseThrow();
  private static final PluginDescriptor TWO_CHARTS =
      descriptor(
          """
          charts:
            - name: portieris
              namespaces: [portieris]
              replicas: replicaCount
              when:
                ipv6: {kind: six}
                subcloud: {kind: sub}
            - {name: trust-server, namespaces: [one, two], replicas: pods}
          """);
  private static final SystemOverrides OVERRIDES =
      new SystemOverrides(
          Map.of(
              "portieris", Map.of("portieris", Map.of("kind", "plain")),
              "trust-server", Map.of("one", Map.of("pods", 5))));

  @TempDir Path directory;

  private static PluginDescriptor descriptor(String yaml) {
    List<Finding> findings = new ArrayList<>();
    return PluginDescriptor.parse(
            "plugin.yaml", yaml.getBytes(StandardCharsets.UTF_8), "portieris", findings)
        .orElseThrow(() -> new AssertionError(findings.toString()));
  }

  /** What the product itself ships. */
  private static PluginDescriptor product() throws IOException {
    List<Finding> findings = new ArrayList<>();
    Path file = Path.of(System.getProperty("portieris.root"), "manifests", "plugin.yaml");
    return PluginDescriptor.read(file, "portieris", findings)
        .orElseThrow(() -> new AssertionError(findings.toString()));
  }

  private Path write(PluginDescriptor descriptor) throws IOException {
    return PluginWheel.write("portieris", VERSION, descriptor, OVERRIDES, directory);
  }

  @Test
  void namesItselfByTheVersionWithoutLeadingZeros() throws IOException {
    assertThat(write(TWO_CHARTS)).hasFileName("k8sapp_portieris-24.9.44-py3-none-any.whl");
  }

  @Test
  void recordMetadataAndEntryPointsAreWhatPythonExpects() throws Exception {
    assertThat(
            PythonTests.run(
                PythonTests.resource("check_wheel.py").toString(), write(product()).toString()))
        .contains(
            "unlisted []",
            "wrong []",
            "name k8sapp-portieris 24.9.44",
            "group systemconfig.helm_applications portieris systemconfig.helm_plugins.portieris",
            "group systemconfig.helm_plugins.portieris 001_portieris"
                + " k8sapp_portieris.helm.portieris:PortierisHelm",
            "group systemconfig.app_lifecycle portieris"
                + " k8sapp_portieris.lifecycle.operator:LifecycleOperator",
            "not for Python 3.9 []",
            "imports ['base64', 'datetime', 'glob', 'http.client', 'json', 'kubernetes', 'os',"
                + " 'oslo_log', 'pkgutil', 're', 'socket', 'ssl', 'sysinv.common', 'sysinv.helm',"
                + " 'tarfile', 'urllib.parse', 'yaml']");
  }

  @TestFactory
  List<DynamicTest> overridesAreTheComputedOnesAndWhatOnlyThePlatformKnows() throws Exception {
    return PythonTests.tests(write(TWO_CHARTS), directory, "test_overrides", Map.of());
  }

  @TestFactory
  List<DynamicTest> lifecycleServesEverySequenceOfHooks() throws Exception {
    return PythonTests.tests(write(product()), directory, "test_lifecycle", Map.of());
  }

  @Test
  void withoutLifecycleThereIsNoOperator() throws Exception {
    assertThat(
            PythonTests.run(
                PythonTests.resource("check_wheel.py").toString(), write(TWO_CHARTS).toString()))
        .noneMatch(line -> line.contains("lifecycle"));
  }

  @Test
  void sameOverridesGiveTheSameBytesInEveryTimeZone() throws IOException {
    Path one = Files.createDirectory(directory.resolve("one"));
    Path two = Files.createDirectory(directory.resolve("two"));
    Path first = PluginWheel.write("portieris", VERSION, product(), OVERRIDES, one);
    TimeZone zone = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Apia"));
      assertThat(PluginWheel.write("portieris", VERSION, product(), OVERRIDES, two))
          .hasSameBinaryContentAs(first);
    } finally {
      TimeZone.setDefault(zone);
    }
  }
}
