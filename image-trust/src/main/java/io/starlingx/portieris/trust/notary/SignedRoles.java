/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.notary;

import io.starlingx.portieris.trust.tuf.RoleSelection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Names of the roles that stand for releases and signers. */
final class SignedRoles {

  static final String TARGETS = "targets";
  static final String RELEASES = "targets/releases";

  private SignedRoles() {}

  /** The delegation of one signer. */
  static String of(Signer signer) {
    return TARGETS + "/" + signer.name();
  }

  /** Everything that can release a tag, and the signers' own roles. */
  static RoleSelection neededFor(List<Signer> signers) {
    return new RoleSelection(
        signers.stream().map(SignedRoles::of).collect(Collectors.toUnmodifiableSet()),
        Set.of(RELEASES));
  }
}
