/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.starlingx.portieris.app.archive.TarWriter;
import io.starlingx.portieris.app.build.ImageName;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes an image as a tar with OCI's image layout, and with the index that older container engines
 * load.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/image-layout.md">OCI image
 *     layout</a>
 */
final class OciArchive {

  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

  private OciArchive() {}

  static void write(Path file, ImageName name, ImageConfig config, List<Layer> layers)
      throws IOException {
    byte[] configuration = json(config.document(layers));
    byte[] manifest = json(manifest(configuration, layers));
    try (TarWriter tar =
        TarWriter.plain(new BufferedOutputStream(Files.newOutputStream(file), 64 * 1024))) {
      tar.file("oci-layout", json(Map.of("imageLayoutVersion", "1.0.0")));
      tar.file("index.json", json(index(name, config, manifest)));
      tar.file("manifest.json", json(loadIndex(name, configuration, layers)));
      tar.directory("blobs");
      tar.directory("blobs/sha256");
      tar.file(blob(MessageDigests.hex(configuration)), configuration);
      tar.file(blob(MessageDigests.hex(manifest)), manifest);
      for (Layer layer : layers) {
        tar.file(blob(layer.digest()), layer.file());
      }
    }
  }

  private static Map<String, Object> manifest(byte[] configuration, List<Layer> layers) {
    List<Object> descriptors = new ArrayList<>();
    for (Layer layer : layers) {
      descriptors.add(descriptor(LAYER, layer.digest(), layer.size()));
    }
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", MANIFEST);
    manifest.put(
        "config", descriptor(CONFIG, MessageDigests.hex(configuration), configuration.length));
    manifest.put("layers", descriptors);
    return manifest;
  }

  private static Map<String, Object> index(ImageName name, ImageConfig config, byte[] manifest) {
    Map<String, Object> descriptor =
        descriptor(MANIFEST, MessageDigests.hex(manifest), manifest.length);
    descriptor.put("platform", ordered("architecture", config.architecture(), "os", "linux"));
    descriptor.put(
        "annotations",
        ordered(
            "io.containerd.image.name", name.toString(),
            "org.opencontainers.image.ref.name", name.tag()));
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("schemaVersion", 2);
    index.put("mediaType", "application/vnd.oci.image.index.v1+json");
    index.put("manifests", List.of(descriptor));
    return index;
  }

  private static List<Object> loadIndex(ImageName name, byte[] configuration, List<Layer> layers) {
    Map<String, Object> image = new LinkedHashMap<>();
    image.put("Config", blob(MessageDigests.hex(configuration)));
    image.put("RepoTags", List.of(name.toString()));
    image.put("Layers", layers.stream().map(layer -> blob(layer.digest())).toList());
    return List.of(image);
  }

  private static Map<String, Object> descriptor(String type, String digest, long size) {
    Map<String, Object> descriptor = new LinkedHashMap<>();
    descriptor.put("mediaType", type);
    descriptor.put("digest", "sha256:" + digest);
    descriptor.put("size", size);
    return descriptor;
  }

  private static Map<String, String> ordered(String k1, String v1, String k2, String v2) {
    Map<String, String> map = new LinkedHashMap<>();
    map.put(k1, v1);
    map.put(k2, v2);
    return map;
  }

  private static String blob(String digest) {
    return "blobs/sha256/" + digest;
  }

  private static byte[] json(Object value) {
    try {
      return new ObjectMapper().writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a JSON value", e);
    }
  }
}
