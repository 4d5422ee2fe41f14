/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The table that {@code system service-parameter-list} prints, as the bootstrap variables that lead
 * to the same settings: registries and proxies of a running platform, which may have been changed
 * since its bootstrap. Credentials are not among service parameters, only a reference to them,
 * which is read past.
 */
final class ServiceParameters {

  private static final String BORDER = "+-";
  private static final String SERVICE = "docker";

  /** Sections of that service, with the registries that they are about. */
  private static final Map<String, String> REGISTRIES =
      Map.of(
          "docker-registry", "docker.io",
          "gcr-registry", "gcr.io",
          "k8s-registry", "k8s.gcr.io",
          "quay-registry", "quay.io",
          "elastic-registry", "docker.elastic.co",
          "ghcr-registry", "ghcr.io",
          "registryk8s-registry", "registry.k8s.io",
          "icr-registry", "icr.io");

  private static final List<String> FIELDS =
      List.of("url", "type", "secure", "additional-overrides");

  private final Map<String, Map<String, String>> registries = new LinkedHashMap<>();
  private final Map<String, Object> proxies = new LinkedHashMap<>();

  private ServiceParameters() {}

  /** Whether that text is such a table, and not YAML. */
  static boolean isTable(String text) {
    return text.stripLeading().startsWith(BORDER);
  }

  /** The variables as YAML; empty when the table has none that matter. */
  static String yaml(String table) {
    ServiceParameters parameters = new ServiceParameters();
    List<String> header = List.of();
    for (String line : table.lines().map(String::strip).toList()) {
      if (line.startsWith("|")) {
        List<String> cells = cells(line);
        if (header.isEmpty()) {
          header = cells;
        } else {
          parameters.add(header, cells);
        }
      }
    }
    return parameters.yaml();
  }

  private static List<String> cells(String line) {
    return Stream.of(line.substring(1).split("\\|", -1)).map(String::strip).toList();
  }

  private void add(List<String> header, List<String> cells) {
    if (!cell(header, cells, "service").equals(SERVICE)) {
      return;
    }
    String section = cell(header, cells, "section");
    String name = cell(header, cells, "name");
    String value = cell(header, cells, "value");
    if (REGISTRIES.containsKey(section) && FIELDS.contains(name)) {
      registries
          .computeIfAbsent(REGISTRIES.get(section), registry -> new LinkedHashMap<>())
          .put(name.replace('-', '_'), value);
    } else if (section.equals("proxy") && name.matches("https?_proxy")) {
      proxies.put("docker_" + name, value);
    } else if (section.equals("proxy") && name.equals("no_proxy")) {
      proxies.put("docker_no_proxy", List.of(value.split(",", -1)));
    }
  }

  private static String cell(List<String> header, List<String> cells, String name) {
    int column = header.indexOf(name);
    return column >= 0 && column < cells.size() ? cells.get(column) : "";
  }

  private String yaml() {
    Map<String, Object> variables = new LinkedHashMap<>(proxies);
    if (!registries.isEmpty()) {
      variables.put("docker_registries", registries);
    }
    if (variables.isEmpty()) {
      return "";
    }
    try {
      return new ObjectMapper().writeValueAsString(variables);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of texts are JSON", e);
    }
  }
}
