/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.starlingx.portieris.app.archive.TarWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A small OCI layout in the making, sound unless a test breaks it. */
final class Layout {

  static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String INDEX = "application/vnd.oci.image.index.v1+json";

  final Map<String, byte[]> members = new TreeMap<>();
  private String descriptor = "";

  /** An image with one layer of this text. */
  static Layout image(String layer) {
    Layout layout = new Layout();
    layout.descriptor = layout.manifest(layer, "amd64");
    return layout;
  }

  /** An index of two images. */
  static Layout index(String layer) {
    Layout layout = new Layout();
    String index =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s, %s]}"
            .formatted(
                INDEX, layout.manifest(layer, "amd64"), layout.manifest(layer + " too", "arm64"));
    layout.descriptor = layout.blob(INDEX, index.getBytes(UTF_8));
    return layout;
  }

  /** Odd spacing and an unknown key: what rewrites a manifest changes its digest. */
  private String manifest(String layer, String architecture) {
    String config =
        blob(
            "application/vnd.oci.image.config.v1+json",
            ("{\"architecture\":\"" + architecture + "\",\"os\":\"linux\"}").getBytes(UTF_8));
    String text =
        "{ \"schemaVersion\":2,\"mediaType\":\"%s\",\n\"config\":%s, \"layers\":[%s],\"odd\":{}}"
            .formatted(
                MANIFEST,
                config,
                blob("application/vnd.oci.image.layer.v1.tar+gzip", layer.getBytes(UTF_8)));
    return blob(MANIFEST, text.getBytes(UTF_8));
  }

  private String blob(String mediaType, byte[] content) {
    String hex = sha256(content);
    members.put("blobs/sha256/" + hex, content);
    return "{\"mediaType\":\"%s\",\"digest\":\"sha256:%s\",\"size\":%d}"
        .formatted(mediaType, hex, content.length);
  }

  /** The member that holds this text. */
  String memberOf(String layer) {
    return "blobs/sha256/" + sha256(layer.getBytes(UTF_8));
  }

  Path write(Path file) throws IOException {
    return write(file, descriptor);
  }

  Path write(Path file, String descriptors) throws IOException {
    Map<String, byte[]> all = new LinkedHashMap<>();
    all.put("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(UTF_8));
    all.put(
        "index.json",
        ("{\"schemaVersion\":2,\"manifests\":[" + descriptors + "]}").getBytes(UTF_8));
    all.putAll(members);
    try (TarWriter tar = TarWriter.plain(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> member : all.entrySet()) {
        tar.file(member.getKey(), member.getValue());
      }
    }
    return file;
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
