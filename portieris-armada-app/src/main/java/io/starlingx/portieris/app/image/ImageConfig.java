/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import io.starlingx.portieris.app.archive.TarWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a container of an image runs: as no user that exists, from a root that may be read-only.
 *
 * @param architecture OCI's name of it
 * @param ports that it listens on
 * @param environment variables that it is started with
 * @param labels the image's labels
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/config.md">OCI image
 *     configuration</a>
 */
record ImageConfig(
    String architecture,
    List<String> entrypoint,
    List<Integer> ports,
    SortedMap<String, String> environment,
    SortedMap<String, String> labels) {

  /** A number, so that {@code runAsNonRoot} can be checked; the chart runs it as the same. */
  static final String USER = "1000060001";

  ImageConfig {
    entrypoint = List.copyOf(entrypoint);
    ports = List.copyOf(ports);
    environment = new TreeMap<>(environment);
    labels = new TreeMap<>(labels);
  }

  Map<String, Object> document(List<Layer> layers) {
    Map<String, Object> exposed = new LinkedHashMap<>();
    ports.forEach(port -> exposed.put(port + "/tcp", Map.of()));
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("User", USER);
    if (!exposed.isEmpty()) {
      config.put("ExposedPorts", exposed);
    }
    if (!environment.isEmpty()) {
      config.put("Env", environment.entrySet().stream().map(Map.Entry::toString).toList());
    }
    config.put("Entrypoint", entrypoint);
    config.put("WorkingDir", "/");
    config.put("Labels", labels);

    List<Object> history = new ArrayList<>();
    for (Layer layer : layers) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("created", TarWriter.TIME.toString());
      entry.put("created_by", layer.comment());
      history.add(entry);
    }
    Map<String, Object> fileSystem = new LinkedHashMap<>();
    fileSystem.put("type", "layers");
    fileSystem.put("diff_ids", layers.stream().map(layer -> "sha256:" + layer.diffId()).toList());

    Map<String, Object> document = new LinkedHashMap<>();
    document.put("created", TarWriter.TIME.toString());
    document.put("architecture", architecture);
    document.put("os", "linux");
    document.put("config", config);
    document.put("rootfs", fileSystem);
    document.put("history", history);
    return document;
  }
}
