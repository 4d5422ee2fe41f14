/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import io.starlingx.portieris.app.attestation.Component;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is in an image, for its bill of materials. */
final class ImageContents {

  private ImageContents() {}

  /**
   * The parts.
   *
   * @param architecture of the image
   * @param home the folder with {@code runtime} and {@code lib}
   */
  static List<Component> of(
      ImageRequest request, String architecture, Path home, List<DebianPackage> packages)
      throws IOException {
    List<Component> components =
        new ArrayList<>(new ProgramArchive(request.program(), home).components(architecture));
    for (DebianPackage one : packages) {
      components.add(
          Component.library(
              one.name(),
              one.version(),
              "pkg:deb/debian/%s@%s?arch=%s"
                  .formatted(
                      one.name(),
                      one.version().replace("+", "%2B").replace(":", "%3A"),
                      one.architecture()),
              one.sha256()));
    }
    request
        .baseImage()
        .ifPresent(
            base ->
                components.add(
                    new Component(
                        "container", ImageRequest.named(base), "", "", Optional.empty())));
    return components;
  }
}
