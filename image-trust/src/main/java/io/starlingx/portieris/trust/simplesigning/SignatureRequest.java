/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.policy.SigningRequirement.SignedIdentity;
import io.starlingx.portieris.trust.registry.Credentials;
import java.util.List;
import java.util.Optional;

/**
 * The question whether one image is signed as one rule demands. Two equal requests have the same
 * answer at the same moment, so a request is also the key of its cached verdict.
 *
 * @param image as pulled
 * @param signed the same under the name that it is signed under; differs behind a mirror
 * @param signers each must be satisfied by a signature; may be empty: then the image need only be
 *     there
 * @param store where signatures are, unless the registry keeps them itself
 * @param credentials for the image's registry, tried in order; may be empty
 */
public record SignatureRequest(
    ImageReference image,
    ImageReference signed,
    List<Signer> signers,
    Optional<SignatureStore> store,
    List<Credentials> credentials) {
  public SignatureRequest {
    requireNonNull(image, "image");
    requireNonNull(signed, "signed");
    requireNonNull(store, "store");
    signers = List.copyOf(signers);
    credentials = List.copyOf(credentials);
  }

  /** A signature by one of these keys, for an identity. */
  public record Signer(Keyring keys, SignedIdentity identity) {
    public Signer {
      requireNonNull(keys, "keys");
      requireNonNull(identity, "identity");
    }
  }
}
