/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.image.ImageReference;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The image that is decided about.
 *
 * @param image as pulled
 * @param signed the same under the name that it is signed under; differs behind a mirror
 */
public record Subject(ImageReference image, ImageReference signed) {

  private static final String HUB = "docker.io/";
  private static final String LIBRARY = "library/";

  public Subject {
    requireNonNull(image, "image");
    requireNonNull(signed, "signed");
  }

  /** The image, and what the first identity that covers it makes of it. */
  public static Subject of(ImageReference image, List<Identity> identities) {
    return new Subject(
        image,
        identities.stream().flatMap(i -> i.signedName(image).stream()).findFirst().orElse(image));
  }

  /** Every way to write the image that patterns are tried on. */
  public List<String> spellings() {
    String canonical = image.canonical();
    if (signed.equals(image)) {
      return image.raw().equals(canonical) ? List.of(canonical) : List.of(image.raw(), canonical);
    }
    return Stream.of(image.raw(), canonical, signed.raw(), signed.canonical()).distinct().toList();
  }

  /** The repository in every spelling that a pattern may have been written for. */
  List<String> repositories() {
    Set<String> repositories = new LinkedHashSet<>();
    for (ImageReference name : names()) {
      repositories.add(name.raw().substring(0, name.raw().length() - name.suffix().length()));
      repositories.add(name.canonicalName());
      repositories.addAll(familiar(name.canonicalName()));
    }
    return List.copyOf(repositories);
  }

  /** The repository in the spellings that every pattern is tried on, however it is written. */
  List<String> canonicalRepositories() {
    return names().stream().map(ImageReference::canonicalName).toList();
  }

  /** What people write for a repository of Docker Hub, and what pinning spells out. */
  private static List<String> familiar(String canonicalName) {
    if (!canonicalName.startsWith(HUB)) {
      return List.of();
    }
    String path = canonicalName.substring(HUB.length());
    if (!path.startsWith(LIBRARY)) {
      return List.of(path);
    }
    String name = path.substring(LIBRARY.length());
    return List.of(path, HUB + name, name);
  }

  /** Every name that the image has. */
  List<ImageReference> names() {
    return signed.equals(image) ? List.of(image) : List.of(image, signed);
  }

  /** Whether the image is named by digest alone, the form to which images are pinned. */
  boolean isPinned() {
    return image.digest().isPresent() && image.tag().isEmpty();
  }
}
