/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.push;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Content that a manifest or index names.
 *
 * @param digest {@code sha256:} and hex
 * @param size in bytes
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/descriptor.md">OCI content
 *     descriptors</a>
 */
record Descriptor(String mediaType, String digest, long size) {

  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final Set<String> INDEXES =
      Set.of(
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json");
  private static final Set<String> MANIFESTS =
      Set.of(
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.v2+json");

  /** The descriptor, empty when it cannot be used. */
  static Optional<Descriptor> read(JsonNode node) {
    Descriptor read =
        new Descriptor(
            node.path("mediaType").asText(""),
            node.path("digest").asText(""),
            node.path("size").asLong(-1));
    return DIGEST.matcher(read.digest).matches() && read.size >= 0 && !read.mediaType.isEmpty()
        ? Optional.of(read)
        : Optional.empty();
  }

  boolean isIndex() {
    return INDEXES.contains(mediaType);
  }

  boolean isManifest() {
    return MANIFESTS.contains(mediaType);
  }

  /** Where an OCI layout holds it. */
  String member() {
    return "blobs/sha256/" + digest.substring("sha256:".length());
  }

  /** For people: kind, short digest, size. */
  String text() {
    List<String> units = List.of("bytes", "kB", "MB", "GB");
    double amount = size;
    int unit = 0;
    while (amount >= 1000 && unit < units.size() - 1) {
      amount /= 1000;
      unit++;
    }
    String kind = mediaType.contains("config") ? "configuration" : "layer";
    return "%s %s, %s %s"
        .formatted(
            kind,
            digest.substring(0, "sha256:".length() + 12),
            unit == 0 ? Long.toString(size) : "%.1f".formatted(amount),
            units.get(unit));
  }
}
