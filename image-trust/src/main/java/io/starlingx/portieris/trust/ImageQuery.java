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
 * @param pinned whether an image by digest may be one that an earlier decision led to: then it is
 *     the content that counts, no longer the tag that it had
 */
public record ImageQuery(
    String image,
    String namespace,
    PolicySet policies,
    CredentialStore credentials,
    boolean dryRun,
    boolean pinned) {
  public ImageQuery {
    requireNonNull(image, "image");
    requireNonNull(namespace, "namespace");
    requireNonNull(policies, "policies");
    requireNonNull(credentials, "credentials");
  }

  /** A question about something that is going to run. */
  public ImageQuery(
      String image, String namespace, PolicySet policies, CredentialStore credentials) {
    this(image, namespace, policies, credentials, false, false);
  }
}
