/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code policy.trust.root}: one anchor, or a word about first use. */
final class RootPinReader {

  private static final Pattern KEY_ID = Pattern.compile("[0-9a-f]{64}");

  private RootPinReader() {}

  static RootPin read(PolicyFields root) {
    List<RootPin> pins = new ArrayList<>();
    keyIds(root).ifPresent(pins::add);
    publicKeys(root).ifPresent(pins::add);
    authorities(root).ifPresent(pins::add);
    root.text("secretName").map(RootPin.FromSecret::new).ifPresent(pins::add);
    Optional<String> firstUse = root.choice("firstUse", List.of("Allow", "Deny"));
    root.end();
    if (pins.size() > 1) {
      root.problem("must hold only one of keyIds, publicKeys, ca and secretName");
    }
    if (pins.isEmpty() && firstUse.isEmpty()) {
      root.problem("must hold one of keyIds, publicKeys, ca and secretName, or firstUse");
    }
    if (!pins.isEmpty()) {
      return pins.getFirst();
    }
    return firstUse.equals(Optional.of("Allow"))
        ? new RootAnchor.FirstUse()
        : new RootAnchor.Nothing();
  }

  private static Optional<RootPin> keyIds(PolicyFields root) {
    List<String> ids = root.texts("keyIds");
    if (ids.stream().anyMatch(id -> !KEY_ID.matcher(id).matches())) {
      root.problem("keyIds", "each must be 64 lower-case hexadecimal digits");
    }
    return ids.isEmpty() ? Optional.empty() : Optional.of(new RootAnchor.KeyIds(Set.copyOf(ids)));
  }

  private static Optional<RootPin> publicKeys(PolicyFields root) {
    List<String> pems = root.texts("publicKeys");
    List<PublicKey> keys = new ArrayList<>();
    for (String pem : pems) {
      PemDocument.publicKeys(pem)
          .ifPresentOrElse(
              keys::addAll,
              () -> root.problem("publicKeys", "each must be PEM of type PUBLIC KEY"));
    }
    return pems.isEmpty() ? Optional.empty() : Optional.of(new RootAnchor.PublicKeys(keys));
  }

  private static Optional<RootPin> authorities(PolicyFields root) {
    Optional<String> pem = root.text("ca");
    if (pem.isEmpty()) {
      return Optional.empty();
    }
    Optional<RootPin> pin = PemDocument.certificates(pem.get()).map(RootAnchor.Authorities::new);
    if (pin.isEmpty()) {
      root.problem("ca", "must be PEM of type CERTIFICATE");
      return Optional.of(new RootAnchor.Nothing());
    }
    return pin;
  }
}
