/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.notary;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.policy.SignerThreshold;
import io.starlingx.portieris.trust.registry.Credentials;
import java.util.List;

/**
 * The question whether one image is signed as one rule demands. Two equal requests have the same
 * answer at the same moment, so a request is also the key of its cached verdict.
 *
 * @param image as pulled: its tag or digest is what must be signed
 * @param gun name under which the image is signed; differs from the image's own behind a mirror
 * @param servers at least one, to be tried in order; the next one only when one is unavailable
 * @param credentials for the image's registry, tried in order; may be empty
 * @param policyNamespace namespace of the policy, empty text for a ClusterImagePolicy: separates
 *     what is remembered on first use
 * @param dryRun whether nothing may be remembered, so that nothing is written
 */
public record TrustRequest(
    ImageReference image,
    String gun,
    List<TrustServer> servers,
    RootAnchor anchor,
    List<Signer> signers,
    SignerThreshold require,
    List<Credentials> credentials,
    String policyNamespace,
    boolean dryRun) {
  public TrustRequest {
    requireNonNull(image, "image");
    requireNonNull(gun, "gun");
    requireNonNull(anchor, "anchor");
    requireNonNull(require, "require");
    requireNonNull(policyNamespace, "policyNamespace");
    servers = List.copyOf(servers);
    signers = List.copyOf(signers);
    credentials = List.copyOf(credentials);
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("no trust server");
    }
  }
}
