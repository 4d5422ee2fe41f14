/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.registry.CredentialStore;

/**
 * One image of one workload.
 *
 * @param image the string in the container, of any content
 * @param namespace of the workload
 * @param credentials of the workload's pull secrets
 * @param dryRun whether nothing that is seen may be remembered
 * @param pinning says what a digest in the image may be from
 */
public record ImageQuery(
    String image,
    String namespace,
    PolicySet policies,
    CredentialStore credentials,
    boolean dryRun,
    Pinning pinning) {
  public ImageQuery {
    requireNonNull(image, "image");
    requireNonNull(namespace, "namespace");
    requireNonNull(policies, "policies");
    requireNonNull(credentials, "credentials");
    requireNonNull(pinning, "pinning");
  }

  /** The same question about content that an earlier decision led to. */
  ImageQuery pinned() {
    return new ImageQuery(image, namespace, policies, credentials, dryRun, Pinning.OVER);
  }

  /** A question about an image as somebody wrote it. */
  public ImageQuery(
      String image, String namespace, PolicySet policies, CredentialStore credentials) {
    this(image, namespace, policies, credentials, false, Pinning.NOT_YET);
  }
}
