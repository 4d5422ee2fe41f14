/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.image.ParsedImage;

/** Checks {@code additional_local_registry_images} by the platform's rules. */
final class LocalImages {

  private static final String NAME = "additional_local_registry_images";
  private static final String ACCEPTED = "host/path:tag, with the host of the registry";

  private LocalImages() {}

  static void check(Variables variables) {
    variables
        .find(NAME)
        .filter(value -> !value.isOpaque())
        .ifPresent(
            value -> {
              if (value.isList()) {
                value.list("").stream()
                    .filter(element -> !element.isOpaque())
                    .forEach(LocalImages::checkImage);
              } else {
                value.problem(NAME + " must be a list", "a list of " + ACCEPTED);
              }
            });
  }

  private static void checkImage(Value element) {
    element
        .text(ACCEPTED)
        .filter(text -> !isFullyQualified(text))
        .ifPresent(text -> element.problem("is not a fully qualified image name", ACCEPTED));
  }

  private static boolean isFullyQualified(String text) {
    return switch (ImageReference.parse(text)) {
      case ParsedImage.Valid(ImageReference image) -> text.startsWith(image.registry() + "/");
      case ParsedImage.Invalid invalid -> false;
    };
  }
}
