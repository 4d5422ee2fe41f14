/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * An image that the trust server vouches for.
 *
 * @param repository with its host
 * @param hex the digest that its tag is signed with
 */
record SignedImage(String repository, String hex) {

  /** As the only tag of a repository is signed at first: with another digest for each. */
  static SignedImage first(String repository) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(repository.getBytes(UTF_8));
      return new SignedImage(repository, HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The image that is called so by its tag, as it was signed at first. */
  static SignedImage named(String name) {
    return first(name.substring(0, name.length() - SignedImages.TAG.length() - 1));
  }

  String name() {
    return repository + ":" + SignedImages.TAG;
  }

  String as(Scenario.Named named) {
    return switch (named) {
      case TAG -> name();
      case DIGEST -> pinned();
    };
  }

  /** What a pod runs when the image passed. */
  String pinned() {
    return repository + "@sha256:" + hex;
  }
}
