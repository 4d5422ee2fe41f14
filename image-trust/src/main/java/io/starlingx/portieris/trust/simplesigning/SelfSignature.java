/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.bcpg.SignatureSubpacket;
import org.bouncycastle.bcpg.SignatureSubpacketTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;

/**
 * A signature within a keyring, with which the owner of a key states something about it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9580#section-5.2.3.10">RFC 9580 section
 *     5.2.3.10</a>
 */
record SelfSignature(PGPSignature signature) {

  private static final int VERSION = 4;

  /** The newest; of equally old ones the one under which the key expires first. */
  static Optional<SelfSignature> newest(List<SelfSignature> signatures) {
    return signatures.stream()
        .max(
            Comparator.comparing(SelfSignature::created)
                .thenComparing(SelfSignature::keyLifetime, Comparator.reverseOrder()));
  }

  boolean isBy(PGPPublicKey key) {
    return signature.getKeyIdentifiers().stream()
        .anyMatch(named -> named.matchesExplicit(key.getKeyIdentifier()));
  }

  /** Whether this is a valid statement by {@code key} about itself. */
  boolean isDirectlyOn(PGPPublicKey key) {
    return Signatures.verify(
        signature, key, Signatures.SELF, () -> signature.verifyCertification(key));
  }

  /** Whether this is a valid statement by {@code key} about its name {@code userId}. */
  boolean names(byte[] userId, PGPPublicKey key) {
    return (signature.isCertification() || withdrawsName())
        && Signatures.verify(
            signature, key, Signatures.SELF, () -> signature.verifyCertification(userId, key));
  }

  boolean withdrawsName() {
    return signature.getSignatureType() == PGPSignature.CERTIFICATION_REVOCATION;
  }

  /** Whether this is a valid statement by {@code primary} about its subkey. */
  boolean binds(PGPPublicKey primary, PGPPublicKey subkey) {
    return Signatures.verify(
        signature, primary, Signatures.SELF, () -> signature.verifyCertification(primary, subkey));
  }

  private Instant created() {
    return Signatures.created(signature);
  }

  private long keyLifetime() {
    long seconds = signature.getHashedSubPackets().getKeyExpirationTime();
    return seconds == 0 ? Long.MAX_VALUE : seconds;
  }

  /** When {@code key} expires, or this statement about it; {@link Instant#MAX} for never. */
  Instant keyExpiry(PGPPublicKey key) {
    long seconds = signature.getHashedSubPackets().getKeyExpirationTime();
    Instant expires =
        seconds == 0 ? Instant.MAX : key.getCreationTime().toInstant().plusSeconds(seconds);
    Instant statementExpires = Signatures.expires(signature);
    return expires.isBefore(statementExpires) ? expires : statementExpires;
  }

  /** Why {@code key} may not sign, if it may not. */
  Optional<String> forbidsSigning(PGPPublicKey key) {
    PGPSignatureSubpacketVector hashed = signature.getHashedSubPackets();
    boolean stated = hashed.hasSubpacket(SignatureSubpacketTags.KEY_FLAGS);
    return stated && (hashed.getKeyFlags() & KeyFlags.SIGN_DATA) == 0
        ? Optional.of("it is not meant for signing")
        : Signatures.weakness(key);
  }

  /**
   * A signing subkey must say itself that it belongs to its primary key, or anybody could adopt the
   * subkey of a stranger.
   */
  Optional<String> lacksConsent(PGPPublicKey primary, PGPPublicKey subkey) {
    boolean consents =
        Stream.of(signature.getHashedSubPackets(), signature.getUnhashedSubPackets())
            .flatMap(SelfSignature::embedded)
            .filter(s -> s.getSignatureType() == PGPSignature.PRIMARYKEY_BINDING)
            .anyMatch(
                s ->
                    Signatures.verify(
                        s, subkey, Signatures.SELF, () -> s.verifyCertification(primary, subkey)));
    return consents ? Optional.empty() : Optional.of("it does not certify its primary key");
  }

  private static Stream<PGPSignature> embedded(PGPSignatureSubpacketVector subpackets) {
    for (SignatureSubpacket packet :
        subpackets.getSubpackets(SignatureSubpacketTags.EMBEDDED_SIGNATURE)) {
      if (packet.getData().length == 0 || packet.getData()[0] != VERSION) {
        return Stream.empty(); // its inner lengths would not be safe to read
      }
    }
    try {
      PGPSignatureList list = subpackets.getEmbeddedSignatures();
      return Stream.iterate(0, i -> i < list.size(), i -> i + 1).map(list::get);
    } catch (PGPException | RuntimeException e) {
      return Stream.empty(); // damaged, so no consent
    }
  }
}
