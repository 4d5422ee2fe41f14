/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.AppVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real Python, which imports the wheel as sysinv does, against stand-ins for sysinv. */
class PluginWheelTest {

  private static final AppVersion VERSION = AppVersion.parse("24.09-44").orElseThrow();
  private static final SystemOverrides OVERRIDES =
      new SystemOverrides(
          Map.of(
              "portieris",
              Map.of("portieris", Map.of("replicaCount", 2, "trust", Map.of("firstUse", "Deny")))));

  @TempDir Path directory;

  @BeforeEach
  void writeStandIns() throws IOException {
    for (String file : List.of("check_wheel.py", "plugin.py", "sysinv_standin.py")) {
      try (InputStream in = PluginWheelTest.class.getResourceAsStream(file)) {
        Files.copy(in, directory.resolve(file));
      }
    }
  }

  @Test
  void namesItselfByTheVersionWithoutLeadingZeros() throws IOException {
    assertThat(PluginWheel.write(VERSION, OVERRIDES, directory))
        .hasFileName("k8sapp_portieris-24.9.44-py2.py3-none-any.whl");
  }

  @Test
  void recordMetadataAndEntryPointsAreWhatPythonExpects() throws Exception {
    Path wheel = PluginWheel.write(VERSION, OVERRIDES, directory);

    assertThat(python("check_wheel.py", wheel.toString()))
        .contains(
            "unlisted []",
            "wrong []",
            "name k8sapp-portieris 24.9.44",
            "group systemconfig.helm_applications portieris systemconfig.helm_plugins.portieris",
            "group systemconfig.helm_plugins.portieris 001_portieris"
                + " k8sapp_portieris.helm.portieris:PortierisHelm");
  }

  @Test
  void returnsTheComputedOverridesPerNamespace() throws Exception {
    Path wheel = PluginWheel.write(VERSION, OVERRIDES, directory);

    assertThat(python("plugin.py", wheel.toString()))
        .containsExactly(
            "namespaces ['portieris']",
            "all {'portieris': {'replicaCount': 2, 'trust': {'firstUse': 'Deny'}}}",
            "one {'replicaCount': 2, 'trust': {'firstUse': 'Deny'}}",
            "unshared True",
            "refused Invalid helm overrides namespace (other) for chart portieris.");
  }

  @Test
  void withoutOverridesEveryNamespaceIsEmpty() throws Exception {
    Path wheel = PluginWheel.write(VERSION, SystemOverrides.none(), directory);

    assertThat(python("plugin.py", wheel.toString())).contains("all {'portieris': {}}", "one {}");
  }

  @Test
  void sameOverridesGiveTheSameBytesInEveryTimeZone() throws IOException {
    Path one = Files.createDirectory(directory.resolve("one"));
    Path two = Files.createDirectory(directory.resolve("two"));
    Path first = PluginWheel.write(VERSION, OVERRIDES, one);
    TimeZone zone = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Apia"));
      assertThat(PluginWheel.write(VERSION, OVERRIDES, two)).hasSameBinaryContentAs(first);
    } finally {
      TimeZone.setDefault(zone);
    }
  }

  private List<String> python(String script, String wheel) throws Exception {
    Process process =
        new ProcessBuilder("python3", "-I", directory.resolve(script).toString(), wheel)
            .redirectErrorStream(true)
            .start();
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
    return lines;
  }
}
