/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** One check that a rule asks for. A rule without any admits what it matches. */
public sealed interface Requirement {

  /**
   * Docker Content Trust.
   *
   * @param trustServers in the order to be tried; empty when the rule names none
   * @param signerSecrets signers beside the repository's own release key; may be empty
   */
  record Trust(
      List<URI> trustServers,
      List<SignerSecret> signerSecrets,
      SignerThreshold require,
      RootPin root)
      implements Requirement {
    public Trust {
      trustServers = List.copyOf(trustServers);
      signerSecrets = List.copyOf(signerSecrets);
      requireNonNull(require, "require");
      requireNonNull(root, "root");
    }
  }

  /**
   * Detached OpenPGP signatures ("simple signing").
   *
   * @param requirements at least one
   */
  record SimpleSigning(
      List<SigningRequirement> requirements, Optional<URI> storeUrl, Optional<String> storeSecret)
      implements Requirement {
    public SimpleSigning {
      requirements = List.copyOf(requirements);
      requireNonNull(storeUrl, "storeUrl");
      requireNonNull(storeSecret, "storeSecret");
    }
  }

  /** A scan result of a cloud service that exists no longer; it can never be met. */
  record Vulnerability() implements Requirement {}
}
