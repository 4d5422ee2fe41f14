/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

/**
 * An image that the trust server vouches for.
 *
 * @param repository with its host
 * @param hex the digest that its tag is signed with
 */
record SignedImage(String repository, String hex) {

  String name() {
    return repository + ":" + SignedImages.TAG;
  }

  /** What a pod runs when the image passed. */
  String pinned() {
    return repository + "@sha256:" + hex;
  }
}
