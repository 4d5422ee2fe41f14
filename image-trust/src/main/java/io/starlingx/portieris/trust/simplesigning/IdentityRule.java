/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.image.ParsedImage;
import io.starlingx.portieris.trust.policy.SigningRequirement.SignedIdentity;
import java.util.Optional;

/**
 * Whether the name that a signature states stands for the image. Both are compared in their
 * canonical spelling; an image without tag and digest is the one tagged {@code latest}.
 *
 * @see <a
 *     href="https://github.com/containers/image/blob/main/docs/containers-policy.json.5.md">Policy
 *     requirements, signedIdentity</a>
 */
record IdentityRule(SignedIdentity identity) {
  IdentityRule {
    requireNonNull(identity, "identity");
  }

  /**
   * Whether the rule accepts a signature for {@code reference}.
   *
   * @param reference as the signature states it, of any form
   */
  boolean accepts(String reference, ImageReference image) {
    return parse(reference).filter(signed -> accepts(signed, image)).isPresent();
  }

  private boolean accepts(ImageReference signed, ImageReference image) {
    return switch (identity) {
      case SignedIdentity.MatchExact exact -> sameReference(signed, image);
      case SignedIdentity.MatchRepoDigestOrExact standard -> byDefault(signed, image);
      case SignedIdentity.MatchRepository repository -> sameRepository(signed, image);
      case SignedIdentity.ExactReference(String stated) ->
          parse(stated).filter(wanted -> isPrecise(wanted) && sameText(signed, wanted)).isPresent();
      case SignedIdentity.ExactRepository(String stated) ->
          parse(stated).filter(wanted -> sameRepository(signed, wanted)).isPresent();
      case SignedIdentity.Remap(String prefix, String signedPrefix) ->
          remapped(image, prefix, signedPrefix)
              .filter(wanted -> byDefault(signed, wanted))
              .isPresent();
    };
  }

  private static boolean byDefault(ImageReference signed, ImageReference image) {
    boolean onlyDigest = image.tag().isEmpty() && image.digest().isPresent();
    return onlyDigest
        ? isPrecise(signed) && sameRepository(signed, image)
        : sameReference(signed, image);
  }

  /** A signature for a bare name is one for no content in particular. */
  private static boolean sameReference(ImageReference signed, ImageReference image) {
    return isPrecise(signed) && sameText(signed, image);
  }

  private static boolean isPrecise(ImageReference reference) {
    return reference.tag().isPresent() || reference.digest().isPresent();
  }

  private static boolean sameText(ImageReference signed, ImageReference image) {
    return text(signed).equals(text(image));
  }

  private static String text(ImageReference reference) {
    return reference.canonical() + (isPrecise(reference) ? "" : ":latest");
  }

  private static boolean sameRepository(ImageReference signed, ImageReference image) {
    return signed.canonicalName().equals(image.canonicalName());
  }

  /** The image's own name where the prefix does not cover it. */
  private static Optional<ImageReference> remapped(
      ImageReference image, String prefix, String signedPrefix) {
    String name = image.name();
    boolean covered = name.equals(prefix) || name.startsWith(prefix + "/");
    return covered
        ? parse(signedPrefix + name.substring(prefix.length()) + image.suffix())
        : Optional.of(image);
  }

  private static Optional<ImageReference> parse(String text) {
    return switch (ImageReference.parse(text)) {
      case ParsedImage.Valid(ImageReference reference) -> Optional.of(reference);
      case ParsedImage.Invalid invalid -> Optional.empty();
    };
  }
}
