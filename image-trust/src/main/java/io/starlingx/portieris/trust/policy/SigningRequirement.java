/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** One entry of a rule's simple signing requirements; all of them must hold. */
public sealed interface SigningRequirement {

  /** Any image, signed or not. */
  record AcceptAnything() implements SigningRequirement {}

  /** No image. */
  record Reject() implements SigningRequirement {}

  /**
   * A signature by a key of a Secret, for an identity.
   *
   * @param keySecretNamespace empty when the rule states none
   * @param storeSecretNamespace empty when the rule states none
   */
  record SignedBy(
      String keySecret,
      Optional<String> keySecretNamespace,
      Optional<String> storeSecretNamespace,
      SignedIdentity identity)
      implements SigningRequirement {
    public SignedBy {
      requireNonNull(keySecret, "keySecret");
      requireNonNull(keySecretNamespace, "keySecretNamespace");
      requireNonNull(storeSecretNamespace, "storeSecretNamespace");
      requireNonNull(identity, "identity");
    }
  }

  /** Which {@code docker-reference} a signature must carry. */
  sealed interface SignedIdentity {

    /** The image's own reference by tag; the same repository for an image by digest. */
    record MatchRepoDigestOrExact() implements SignedIdentity {}

    /** The image's own reference. */
    record MatchExact() implements SignedIdentity {}

    /** The image's repository. */
    record MatchRepository() implements SignedIdentity {}

    /** A stated reference. */
    record ExactReference(String dockerReference) implements SignedIdentity {}

    /** A stated repository. */
    record ExactRepository(String dockerRepository) implements SignedIdentity {}

    /** The image's reference with its prefix replaced. */
    record Remap(String prefix, String signedPrefix) implements SignedIdentity {}
  }
}
