/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.push;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an image is pulled from.
 *
 * @param registry host or host:port, as it is asked for
 * @param reference a tag or digest
 */
public record ImageSource(String registry, String repository, String reference) {

  private static final Pattern SHAPE =
      Pattern.compile(
          "(?<registry>[^/@]+)/(?<repository>[^:@]+)(:(?<tag>[^:@/]+))?(@(?<digest>sha256:[0-9a-f]{64}))?");

  /**
   * Reads a whole reference, with registry and tag or digest; a digest counts more than a tag.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static ImageSource parse(String text) {
    Matcher shape = SHAPE.matcher(text);
    if (!shape.matches()) {
      throw new IllegalArgumentException(text + " is no image with its registry");
    }
    String reference =
        Optional.ofNullable(shape.group("digest"))
            .or(() -> Optional.ofNullable(shape.group("tag")))
            .orElse("latest");
    String repository = shape.group("repository");
    boolean isHub = shape.group("registry").equals("docker.io");
    return new ImageSource(
        isHub ? "registry-1.docker.io" : shape.group("registry"),
        isHub && !repository.contains("/") ? "library/" + repository : repository,
        reference);
  }

  @Override
  public String toString() {
    return registry + "/" + repository + (reference.contains(":") ? "@" : ":") + reference;
  }
}
