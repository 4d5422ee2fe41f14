/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.image.ParsedImage;
import java.util.Optional;
import java.util.regex.Pattern;

/** The syntax of host names and of what image names begin with. */
final class HostName {

  private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?";
  private static final Pattern DOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F]*:[0-9a-fA-F:.]*:[0-9a-fA-F.]*");

  private HostName() {}

  /** A domain name, or an IPv4 or IPv6 address without port. */
  static boolean isDomainOrAddress(String text) {
    return text.length() <= 253 && (DOMAIN.matcher(text).matches() || IPV6.matcher(text).matches());
  }

  /** What an image name may begin with: a registry, and possibly a path. */
  static boolean isImagePrefix(String text) {
    return reference(text).filter(r -> text.startsWith(r.registry())).isPresent();
  }

  /** The registry of images whose name begins with {@code prefix} and a slash. */
  static Optional<ImageReference> reference(String prefix) {
    return switch (ImageReference.parse(prefix + "/x")) {
      case ParsedImage.Valid(ImageReference reference) -> Optional.of(reference);
      case ParsedImage.Invalid invalid -> Optional.empty();
    };
  }
}
