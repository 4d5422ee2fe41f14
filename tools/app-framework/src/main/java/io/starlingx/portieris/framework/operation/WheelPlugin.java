/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.wheel.PluginChart;
import io.starlingx.portieris.app.wheel.PluginDescriptor;
import io.starlingx.portieris.app.wheel.PluginLifecycle;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.sysinv.plugin.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * What the wheels of an application hold as data: the values that its plugin computed when it was
 * built, and what the plugin does. Wheels of others hold neither, and their Python is not run.
 */
final class WheelPlugin {

  private static final int LARGEST = 4 << 20;
  private static final Pattern NAME =
      Pattern.compile("[^/]+/(?<file>system_overrides|system_variants|plugin)\\.json");
  private static final TypeReference<Map<String, Map<String, Map<String, Object>>>> VALUES =
      new TypeReference<>() {};

  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, Map<String, Map<String, Object>>> values = new TreeMap<>();
  private final List<JsonNode> variants = new ArrayList<>();
  private final List<PluginDescriptor> descriptors = new ArrayList<>();

  private WheelPlugin() {}

  /**
   * Reads the wheels of an application.
   *
   * @throws OperationFailure when one of these files is not as it should be
   */
  static WheelPlugin of(Application application, OperationLog log)
      throws OperationFailure, IOException {
    WheelPlugin plugin = new WheelPlugin();
    for (Path wheel : wheels(application.tree())) {
      try (ZipFile zip = new ZipFile(wheel.toFile())) {
        for (ZipEntry entry : zip.stream().toList()) {
          plugin.read(application, wheel, zip, entry);
        }
      } catch (ZipException e) {
        log.write(wheel.getFileName() + " is no wheel and is passed over: " + e.getMessage());
      }
    }
    return plugin;
  }

  private static List<Path> wheels(Path tree) throws IOException {
    Path plugins = tree.resolve("plugins");
    if (!Files.isDirectory(plugins)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(plugins)) {
      return files.filter(f -> f.toString().endsWith(".whl")).sorted().toList();
    }
  }

  private void read(Application application, Path wheel, ZipFile zip, ZipEntry entry)
      throws OperationFailure, IOException {
    Matcher name = NAME.matcher(entry.getName());
    if (!name.matches()) {
      return;
    }
    String place = wheel.getFileName() + ":" + entry.getName();
    byte[] content;
    try (InputStream in = zip.getInputStream(entry)) {
      content = in.readNBytes(LARGEST + 1);
    }
    if (content.length > LARGEST) {
      throw new OperationFailure(place + " is larger than " + LARGEST + " bytes");
    }
    try {
      switch (name.group("file")) {
        case "system_overrides" -> values.putAll(json.readValue(content, VALUES));
        case "system_variants" -> json.readTree(content).forEach(variants::add);
        default -> descriptor(application, place, content);
      }
    } catch (JsonProcessingException e) {
      throw new OperationFailure(
          place + " is not {release: {namespace: {values}}}: " + e.getOriginalMessage(), e);
    }
  }

  private void descriptor(Application application, String place, byte[] content)
      throws OperationFailure {
    List<Finding> findings = new ArrayList<>();
    PluginDescriptor.parse(place, content, application.name(), findings)
        .ifPresent(descriptors::add);
    if (!findings.isEmpty()) {
      throw new OperationFailure(findings.getFirst().toString());
    }
  }

  /** What is done around operations. */
  PluginLifecycle lifecycle() {
    return descriptors.stream()
        .map(PluginDescriptor::lifecycle)
        .findFirst()
        .orElse(PluginLifecycle.NONE);
  }

  /** The values by HelmRelease and namespace, as the plugin returns them on that platform. */
  Map<String, Map<String, Map<String, Object>>> values(Platform platform) throws OperationFailure {
    Map<String, Map<String, Map<String, Object>>> result = new TreeMap<>(on(platform));
    List<PluginChart> charts =
        descriptors.stream().flatMap(descriptor -> descriptor.charts().stream()).toList();
    for (PluginChart chart : charts) {
      Map<String, Map<String, Object>> namespaces =
          new TreeMap<>(result.getOrDefault(chart.name(), Map.of()));
      for (String namespace : chart.namespaces()) {
        namespaces.put(
            namespace, withReplicas(chart, namespaces.getOrDefault(namespace, Map.of()), platform));
      }
      result.put(chart.name(), namespaces);
    }
    return result;
  }

  private static Map<String, Object> withReplicas(
      PluginChart chart, Map<String, Object> values, Platform platform) {
    Optional<ValuePath> path = chart.replicas().map(ValuePath::of);
    return path.isPresent() && platform.controllers().isPresent() && path.get().in(values).isEmpty()
        ? path.get().putInto(values, platform.controllers().getAsInt())
        : values;
  }

  private Map<String, Map<String, Map<String, Object>>> on(Platform platform)
      throws OperationFailure {
    for (JsonNode variant : variants) {
      boolean isRole =
          Optional.ofNullable(variant.get("role"))
              .filter(JsonNode::isTextual)
              .map(JsonNode::asText)
              .orElse("none")
              .equalsIgnoreCase(platform.role().name());
      if (variant.path("ipv6").asBoolean() == platform.ipv6() && isRole) {
        try {
          return new HashMap<>(json.convertValue(variant.path("values"), VALUES));
        } catch (IllegalArgumentException e) {
          throw new OperationFailure("system_variants.json holds no values", e);
        }
      }
    }
    return values;
  }
}
