/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static java.util.stream.Collectors.toCollection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;

/**
 * Works out which keys of one ring may sign, and until when. Only statements that the primary key
 * has validly signed count, and of several the newest.
 */
final class KeyStanding {

  private final PGPPublicKey primary;
  private final Optional<SelfSignature> statement;
  private final Optional<String> unusable;

  private KeyStanding(PGPPublicKey primary) {
    this.primary = primary;
    this.statement = SelfSignature.newest(statements());
    this.unusable =
        statement.isEmpty()
            ? Optional.of("it has no valid self-signature")
            : revoked(primary, PGPSignature.KEY_REVOCATION, s -> s.isDirectlyOn(primary));
  }

  /** The ring's primary key and all subkeys. */
  static List<SigningKey> of(PGPPublicKeyRing ring) {
    KeyStanding standing = new KeyStanding(ring.getPublicKey());
    return StreamSupport.stream(ring.spliterator(), false)
        .map(key -> key.isMasterKey() ? standing.primaryKey() : standing.subkey(key))
        .toList();
  }

  private SigningKey primaryKey() {
    return new SigningKey(
        primary,
        primary,
        ownerExpiry(),
        unusable.or(() -> statement.flatMap(s -> s.forbidsSigning(primary))));
  }

  private SigningKey subkey(PGPPublicKey key) {
    Optional<SelfSignature> binding =
        SelfSignature.newest(
            own(key, PGPSignature.SUBKEY_BINDING).filter(s -> s.binds(primary, key)).toList());
    Instant expires = binding.map(s -> s.keyExpiry(key)).orElse(Instant.MIN);
    return new SigningKey(
        key,
        primary,
        expires.isBefore(ownerExpiry()) ? expires : ownerExpiry(),
        unusable
            .or(() -> revoked(key, PGPSignature.SUBKEY_REVOCATION, s -> s.binds(primary, key)))
            .or(
                () ->
                    binding.isEmpty()
                        ? Optional.of("it is not bound to its primary key")
                        : binding.get().forbidsSigning(key))
            .or(() -> binding.flatMap(s -> s.lacksConsent(primary, key))));
  }

  private Instant ownerExpiry() {
    return statement.map(s -> s.keyExpiry(primary)).orElse(Instant.MIN);
  }

  /** What the owner says about the primary key: directly, or with one of the names. */
  private List<SelfSignature> statements() {
    List<SelfSignature> valid =
        own(primary, PGPSignature.DIRECT_KEY)
            .filter(s -> s.isDirectlyOn(primary))
            .collect(toCollection(ArrayList::new));
    for (Iterator<byte[]> names = primary.getRawUserIDs(); names.hasNext(); ) {
      byte[] name = names.next();
      List<SelfSignature> onName =
          own(stream(primary.getSignaturesForID(name)))
              .filter(s -> s.names(name, primary))
              .toList();
      if (onName.stream().noneMatch(SelfSignature::withdrawsName)) {
        valid.addAll(onName);
      }
    }
    return valid;
  }

  /** A revocation by anybody but the owner cannot be checked here, so it counts unchecked. */
  private Optional<String> revoked(PGPPublicKey key, int type, Predicate<SelfSignature> isValid) {
    boolean revoked =
        stream(key.getSignaturesOfType(type))
            .map(SelfSignature::new)
            .anyMatch(s -> !s.isBy(primary) || isValid.test(s));
    return revoked ? Optional.of("it is revoked") : Optional.empty();
  }

  private Stream<SelfSignature> own(PGPPublicKey key, int type) {
    return own(stream(key.getSignaturesOfType(type)));
  }

  private Stream<SelfSignature> own(Stream<PGPSignature> signatures) {
    return signatures.map(SelfSignature::new).filter(s -> s.isBy(primary));
  }

  private static Stream<PGPSignature> stream(Iterator<PGPSignature> signatures) {
    Iterable<PGPSignature> once = () -> signatures;
    return StreamSupport.stream(once.spliterator(), false);
  }
}
