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
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes an image, for one or several architectures, as a tar with OCI's image layout, and with the
 * index that older container engines load.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/image-layout.md">OCI image
 *     layout</a>
 */
final class OciArchive {

  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

  private OciArchive() {}

  /** The image of one architecture. */
  record Platform(ImageConfig config, List<Layer> layers) {

    Platform {
      layers = List.copyOf(layers);
    }

    private byte[] configuration() {
      return json(config.document(layers));
    }

    private byte[] manifest() {
      return json(OciArchive.manifest(configuration(), layers));
    }

    private Map<String, Object> descriptor() {
      byte[] manifest = manifest();
      Map<String, Object> descriptor =
          OciArchive.descriptor(MANIFEST, MessageDigests.hex(manifest), manifest.length);
      descriptor.put("platform", ordered("architecture", config.architecture(), "os", "linux"));
      return descriptor;
    }
  }

  /**
   * Writes the archive. Images of several architectures come under an index, which has a digest of
   * its own; older engines load the first.
   */
  static void write(Path file, ImageName name, List<Platform> platforms) throws IOException {
    List<Map<String, Object>> images = platforms.stream().map(Platform::descriptor).toList();
    SortedMap<String, byte[]> documents = new TreeMap<>();
    Map<String, Path> layers = new LinkedHashMap<>();
    for (Platform platform : platforms) {
      put(documents, platform.configuration());
      put(documents, platform.manifest());
      platform.layers().forEach(layer -> layers.put(blob(layer.digest()), layer.file()));
    }
    Map<String, Object> top = new LinkedHashMap<>(images.getFirst());
    if (platforms.size() > 1) {
      byte[] index = json(index(images));
      put(documents, index);
      top = descriptor(INDEX, MessageDigests.hex(index), index.length);
    }
    top.put(
        "annotations",
        ordered(
            "io.containerd.image.name", name.toString(),
            "org.opencontainers.image.ref.name", name.tag()));
    try (TarWriter tar =
        TarWriter.plain(new BufferedOutputStream(Files.newOutputStream(file), 64 * 1024))) {
      tar.file("oci-layout", json(Map.of("imageLayoutVersion", "1.0.0")));
      tar.file("index.json", json(index(List.of(top))));
      tar.file("manifest.json", json(loadIndex(name, platforms.getFirst())));
      tar.directory("blobs");
      tar.directory("blobs/sha256");
      for (Map.Entry<String, byte[]> document : documents.entrySet()) {
        tar.file(document.getKey(), document.getValue());
      }
      for (Map.Entry<String, Path> layer : layers.entrySet()) {
        tar.file(layer.getKey(), layer.getValue());
      }
    }
  }

  private static void put(SortedMap<String, byte[]> documents, byte[] document) {
    documents.put(blob(MessageDigests.hex(document)), document);
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

  private static Map<String, Object> index(List<Map<String, Object>> manifests) {
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("schemaVersion", 2);
    index.put("mediaType", INDEX);
    index.put("manifests", manifests);
    return index;
  }

  private static List<Object> loadIndex(ImageName name, Platform platform) {
    Map<String, Object> image = new LinkedHashMap<>();
    image.put("Config", blob(MessageDigests.hex(platform.configuration())));
    image.put("RepoTags", List.of(name.toString()));
    image.put("Layers", platform.layers().stream().map(layer -> blob(layer.digest())).toList());
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
