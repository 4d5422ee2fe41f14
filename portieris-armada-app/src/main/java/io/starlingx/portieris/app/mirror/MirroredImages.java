/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.mirror;

import java.util.List;

/**
 * The images of one release.
 *
 * @param downloads what is mirrored: references into the local registry, in the values' order
 * @param rewrites values that name another image after sysinv put the local registry before them
 */
public record MirroredImages(List<String> downloads, List<Rewrite> rewrites) {

  /** The registry of every StarlingX system. */
  public static final String LOCAL_REGISTRY = "registry.local:9001";

  public MirroredImages {
    downloads = List.copyOf(downloads);
    rewrites = List.copyOf(rewrites);
  }

  /** Where an image of the local registry is pulled from when it is not there yet. */
  public static String source(String download) {
    return download.startsWith(LOCAL_REGISTRY + "/")
        ? download.substring(LOCAL_REGISTRY.length() + 1)
        : download;
  }

  /**
   * A value that sysinv replaces in the static overrides.
   *
   * @param path its keys, joined by {@code .}
   * @param value as the application has it
   * @param becomes what the pod gets
   */
  public record Rewrite(String path, String value, String becomes) {}
}
