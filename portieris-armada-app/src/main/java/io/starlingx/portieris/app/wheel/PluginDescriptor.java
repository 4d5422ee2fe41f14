/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.wheel;

import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.yaml.YamlFile;
import io.starlingx.portieris.app.yaml.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the plugin of an application does: everything that its Python code, which is the same for
 * every application, has to be told. Written as {@code plugin.yaml} in an application's folder and
 * kept as {@code plugin.json} in the wheel.
 *
 * @param topPackage the Python package, and with dashes the distribution
 * @param charts one chart plugin each, in the order in which sysinv is to load them
 */
public record PluginDescriptor(
    String topPackage, List<PluginChart> charts, PluginLifecycle lifecycle) {

  public PluginDescriptor {
    charts = List.copyOf(charts);
  }

  /** A plugin that returns overrides and has no lifecycle of its own. */
  public static PluginDescriptor of(String application, List<PluginChart> charts) {
    return new PluginDescriptor(defaultPackage(application), charts, PluginLifecycle.NONE);
  }

  /** The package that an application's plugin has by custom. */
  public static String defaultPackage(String application) {
    return "k8sapp_" + application.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
  }

  /**
   * Reads {@code plugin.yaml}.
   *
   * @param findings gets every mistake; when there is one, nothing is returned
   * @throws IOException when the file cannot be read
   */
  public static Optional<PluginDescriptor> read(
      Path file, String application, List<Finding> findings) throws IOException {
    return read(file.toString(), YamlReader.read(file), application, findings);
  }

  /** Reads the descriptor of a wheel; the rest as with {@code plugin.yaml}. */
  public static Optional<PluginDescriptor> parse(
      String name, byte[] json, String application, List<Finding> findings) {
    return read(name, new YamlReader().next(json), application, findings);
  }

  private static Optional<PluginDescriptor> read(
      String name, YamlFile file, String application, List<Finding> findings) {
    if (!file.isReadable()) {
      findings.add(new Finding(name, file.line(), file.problem()));
      return Optional.empty();
    }
    List<Finding> found = new ArrayList<>();
    DescriptorReader reader =
        new DescriptorReader(
            (line, message) -> found.add(new Finding(name, line, message)), application);
    PluginDescriptor descriptor = reader.read(file.first());
    findings.addAll(found);
    return found.isEmpty() ? Optional.of(descriptor) : Optional.empty();
  }

  /** The name of the Python distribution. */
  String distribution() {
    return topPackage.replace('_', '-');
  }

  /** As it is kept in the wheel. */
  byte[] json() {
    return DescriptorJson.write(this).getBytes(StandardCharsets.UTF_8);
  }
}
