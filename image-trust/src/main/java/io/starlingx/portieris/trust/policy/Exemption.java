/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.image.ImageReference;
import java.time.Instant;

/**
 * Content that the cluster's policies let pass without checks for a limited time.
 *
 * @param policy title of the policy that it stands in
 * @param image names the repository and, always, the digest; never a tag
 * @param reason why, for people
 * @param until the first moment at which it counts no more
 */
public record Exemption(String policy, ImageReference image, String reason, Instant until) {
  public Exemption {
    requireNonNull(policy, "policy");
    requireNonNull(reason, "reason");
    requireNonNull(until, "until");
    if (image.digest().isEmpty() || image.tag().isPresent()) {
      throw new IllegalArgumentException("an exemption names a digest and no tag");
    }
  }

  /** Whether {@code other} is this content in this repository, in whatever spelling. */
  public boolean covers(ImageReference other) {
    return other.digest().equals(image.digest())
        && other.canonicalName().equals(image.canonicalName());
  }

  /** Whether it counts at that moment. */
  public boolean isCurrent(Instant now) {
    return now.isBefore(until);
  }

  /** The exemption as people find it: policy, image and end. */
  public String title() {
    return policy + ", exemption of " + image.canonical() + " until " + until;
  }
}
