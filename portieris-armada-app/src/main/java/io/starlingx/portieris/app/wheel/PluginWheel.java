/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.wheel;

import io.starlingx.portieris.app.AppVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The plugin of an application: a thin Python package, the same for every application, that returns
 * what was computed here and does what a {@link PluginDescriptor} says. sysinv unpacks it and finds
 * its classes by the entry points.
 *
 * @see <a href="https://packaging.python.org/en/latest/specifications/binary-distribution-format/">
 *     Python packaging: binary distribution format</a>
 */
public final class PluginWheel {

  private static final String TAG = "py3-none-any";
  private static final List<String> PACKAGE = List.of("__init__", "computed", "descriptor");
  private static final List<String> LIFECYCLE =
      List.of(
          "admission",
          "image_archives",
          "namespace_label",
          "operator",
          "registry",
          "replaced_releases",
          "user_overrides");
  private static final Map<String, byte[]> RESOURCES = read();

  private final String application;
  private final String version;
  private final PluginDescriptor descriptor;
  private final CoreMetadata origin;
  private final SortedMap<String, byte[]> members = new TreeMap<>();

  private PluginWheel(
      String application, AppVersion version, PluginDescriptor descriptor, CoreMetadata origin) {
    this.application = application;
    this.version = version.dotted();
    this.descriptor = descriptor;
    this.origin = origin;
  }

  /**
   * Writes the wheel into a directory.
   *
   * @throws IOException when it cannot be written; what was written stays
   */
  public static Path write(
      String application,
      AppVersion version,
      PluginDescriptor descriptor,
      SystemOverrides overrides,
      Path directory)
      throws IOException {
    return write(application, version, descriptor, CoreMetadata.none(), overrides, directory);
  }

  /**
   * Likewise, with what the distribution tells of its origin.
   *
   * @throws IOException when it cannot be written; what was written stays
   */
  public static Path write(
      String application,
      AppVersion version,
      PluginDescriptor descriptor,
      CoreMetadata origin,
      SystemOverrides overrides,
      Path directory)
      throws IOException {
    return new PluginWheel(application, version, descriptor, origin).write(overrides, directory);
  }

  private Path write(SystemOverrides overrides, Path directory) throws IOException {
    String top = descriptor.topPackage();
    for (String module : PACKAGE) {
      members.put(top + "/" + module + ".py", resource("package/" + module + ".py"));
    }
    members.put(top + "/plugin.json", descriptor.json());
    SystemOverrides laidOver = overrides.with(descriptor.charts());
    put(top + "/system_overrides.json", laidOver.json());
    put(top + "/system_variants.json", laidOver.variantsJson());
    members.put(top + "/helm/__init__.py", resource("package/__init__.py"));
    for (PluginChart chart : descriptor.charts()) {
      put(top + "/helm/" + chart.module() + ".py", chartModule(chart));
    }
    if (hasLifecycle()) {
      members.put(top + "/lifecycle/__init__.py", resource("package/__init__.py"));
      for (String module : LIFECYCLE) {
        String file = "lifecycle/" + module + ".py";
        members.put(top + "/" + file, resource("package/" + file));
      }
    }
    String info = top + "-" + version + ".dist-info/";
    put(info + "METADATA", filled("dist-info/METADATA", Map.of()) + origin.lines());
    put(info + "WHEEL", filled("dist-info/WHEEL", Map.of()));
    put(info + "entry_points.txt", entryPoints());
    put(info + "top_level.txt", top + "\n");
    Path wheel = directory.resolve(top + "-" + version + "-" + TAG + ".whl");
    WheelFile.write(wheel, members, info + "RECORD");
    return wheel;
  }

  private boolean hasLifecycle() {
    return !descriptor.lifecycle().equals(PluginLifecycle.NONE);
  }

  private String chartModule(PluginChart chart) {
    return filled(
        "package/helm/chart.py",
        Map.of(
            "RELEASE", chart.name(),
            "CLASS", chart.className(),
            "NAMESPACES",
                chart.namespaces().stream()
                    .map(namespace -> "'" + namespace + "'")
                    .collect(Collectors.joining(", ", "[", "]"))));
  }

  private String entryPoints() {
    StringBuilder charts = new StringBuilder();
    for (int i = 0; i < descriptor.charts().size(); i++) {
      PluginChart chart = descriptor.charts().get(i);
      charts
          .append("%03d_%s".formatted(i + 1, chart.name()))
          .append(" = ")
          .append(descriptor.topPackage() + ".helm." + chart.module() + ":" + chart.className())
          .append('\n');
    }
    String text =
        filled(
            "dist-info/entry_points.txt",
            Map.of(
                "CHARTS", charts.toString(),
                "GROUP", application.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_")));
    return hasLifecycle() ? text + filled("dist-info/entry_points-lifecycle.txt", Map.of()) : text;
  }

  private void put(String member, String text) {
    members.put(member, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A resource with every placeholder, such as {@code @VERSION@}, filled in. */
  private String filled(String name, Map<String, String> words) {
    Map<String, String> all = new TreeMap<>(words);
    all.put("APPLICATION", application);
    all.put("DISTRIBUTION", descriptor.distribution());
    all.put("PACKAGE", descriptor.topPackage());
    all.put("VERSION", version);
    String text = new String(resource(name), StandardCharsets.UTF_8);
    for (Map.Entry<String, String> word : all.entrySet()) {
      text = text.replace("@" + word.getKey() + "@", word.getValue());
    }
    return text;
  }

  /** A template, which nobody changes. */
  private static byte[] resource(String name) {
    return Optional.ofNullable(RESOURCES.get(name))
        .orElseThrow(() -> new IllegalArgumentException("there is no template " + name));
  }

  private static Map<String, byte[]> read() {
    Map<String, byte[]> resources = new TreeMap<>();
    Stream.of(
            PACKAGE.stream().map(module -> "package/" + module + ".py"),
            LIFECYCLE.stream().map(module -> "package/lifecycle/" + module + ".py"),
            Stream.of("package/helm/chart.py"),
            Stream.of("METADATA", "WHEEL", "entry_points.txt", "entry_points-lifecycle.txt")
                .map(file -> "dist-info/" + file))
        .flatMap(names -> names)
        .forEach(name -> resources.put(name, read(name)));
    return Map.copyOf(resources);
  }

  private static byte[] read(String name) {
    try (InputStream in = PluginWheel.class.getResourceAsStream("plugin/" + name)) {
      if (in == null) {
        throw new IllegalStateException("this program lacks its resource plugin/" + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
