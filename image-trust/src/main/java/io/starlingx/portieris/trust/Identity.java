/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.image.ParsedImage;
import java.util.Optional;

/**
 * A mirror: images pulled from below {@code prefix} are signed under {@code signedPrefix}. Both are
 * names or leading parts of names, compared at a {@code /}.
 */
public record Identity(String prefix, String signedPrefix) {
  public Identity {
    prefix = withoutSlash(prefix);
    signedPrefix = withoutSlash(signedPrefix);
    if (prefix.isEmpty() || signedPrefix.isEmpty()) {
      throw new IllegalArgumentException("an identity needs a prefix and a signed prefix");
    }
  }

  /** The reference under which {@code image} is signed, if this identity covers it. */
  Optional<ImageReference> signedName(ImageReference image) {
    return remainder(image.name())
        .or(() -> remainder(image.canonicalName()))
        .flatMap(rest -> parsed(signedPrefix + rest + image.suffix()));
  }

  private Optional<String> remainder(String name) {
    return name.equals(prefix) || name.startsWith(prefix + "/")
        ? Optional.of(name.substring(prefix.length()))
        : Optional.empty();
  }

  private static String withoutSlash(String text) {
    return requireNonNull(text, "prefix").replaceFirst("/+$", "");
  }

  private static Optional<ImageReference> parsed(String text) {
    return switch (ImageReference.parse(text)) {
      case ParsedImage.Valid(ImageReference reference) -> Optional.of(reference);
      case ParsedImage.Invalid invalid -> Optional.empty();
    };
  }
}
