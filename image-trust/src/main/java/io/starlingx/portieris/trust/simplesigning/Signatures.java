/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.SignatureSubpacketTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/** What holds for every OpenPGP signature: algorithms, dates, and what a verifier must know. */
final class Signatures {

  /** Hashes that a signature over content may use. */
  static final Set<Integer> CONTENT =
      Set.of(
          HashAlgorithmTags.SHA256,
          HashAlgorithmTags.SHA384,
          HashAlgorithmTags.SHA512,
          HashAlgorithmTags.SHA3_256,
          HashAlgorithmTags.SHA3_512);

  /** Beside those, SHA-1: what an owner signs about his own key is not of a stranger's making. */
  static final Set<Integer> SELF =
      Set.of(
          HashAlgorithmTags.SHA1,
          HashAlgorithmTags.SHA224,
          HashAlgorithmTags.SHA256,
          HashAlgorithmTags.SHA384,
          HashAlgorithmTags.SHA512,
          HashAlgorithmTags.SHA3_256,
          HashAlgorithmTags.SHA3_512);

  private static final Set<Integer> ALGORITHMS =
      Set.of(
          PublicKeyAlgorithmTags.RSA_GENERAL,
          PublicKeyAlgorithmTags.ECDSA,
          PublicKeyAlgorithmTags.EDDSA_LEGACY,
          PublicKeyAlgorithmTags.Ed25519,
          PublicKeyAlgorithmTags.Ed448);
  private static final int LEAST_RSA_BITS = 2048;
  private static final int MOST_RSA_BITS = 16 * 1024;

  /** Subpackets whose meaning is known here, so that they may be marked critical. */
  private static final Set<Integer> UNDERSTOOD =
      Set.of(
          SignatureSubpacketTags.CREATION_TIME,
          SignatureSubpacketTags.EXPIRE_TIME,
          SignatureSubpacketTags.KEY_EXPIRE_TIME,
          SignatureSubpacketTags.ISSUER_KEY_ID,
          SignatureSubpacketTags.ISSUER_FINGERPRINT,
          SignatureSubpacketTags.KEY_FLAGS,
          SignatureSubpacketTags.PRIMARY_USER_ID,
          SignatureSubpacketTags.EMBEDDED_SIGNATURE,
          SignatureSubpacketTags.REVOCATION_REASON,
          SignatureSubpacketTags.FEATURES,
          SignatureSubpacketTags.PREFERRED_SYM_ALGS,
          SignatureSubpacketTags.PREFERRED_HASH_ALGS,
          SignatureSubpacketTags.PREFERRED_COMP_ALGS,
          SignatureSubpacketTags.KEY_SERVER_PREFS,
          SignatureSubpacketTags.SIGNER_USER_ID,
          SignatureSubpacketTags.POLICY_URL);

  private Signatures() {}

  /** A computation of Bouncy Castle. */
  interface Check {
    boolean run() throws PGPException;
  }

  /** Whether {@code key} made {@code signature} with one of {@code hashes}, by {@code check}. */
  static boolean verify(
      PGPSignature signature, PGPPublicKey key, Set<Integer> hashes, Check check) {
    if (!hashes.contains(signature.getHashAlgorithm())
        || !ALGORITHMS.contains(key.getAlgorithm())
        || unknownCritical(signature)) {
      return false;
    }
    try {
      signature.init(new BcPGPContentVerifierBuilderProvider(), key);
      return check.run();
    } catch (PGPException | RuntimeException e) {
      return false; // numbers that fit no key or curve: whoever made them, not the key's owner
    }
  }

  static boolean unknownCritical(PGPSignature signature) {
    for (int tag : signature.getHashedSubPackets().getCriticalTags()) {
      if (!UNDERSTOOD.contains(tag)) {
        return true;
      }
    }
    return false;
  }

  /** Why signatures by {@code key} count for nothing, if so. */
  static Optional<String> weakness(PGPPublicKey key) {
    if (!ALGORITHMS.contains(key.getAlgorithm())) {
      return Optional.of("its algorithm " + key.getAlgorithm() + " is not supported for signing");
    }
    boolean rsa = key.getAlgorithm() == PublicKeyAlgorithmTags.RSA_GENERAL;
    int bits = key.getBitStrength();
    return rsa && (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS)
        ? Optional.of("an RSA key of " + bits + " bits is not supported")
        : Optional.empty();
  }

  /** The date within what is signed, the oldest there is when missing. */
  static Instant created(PGPSignature signature) {
    return Optional.ofNullable(signature.getHashedSubPackets().getSignatureCreationTime())
        .map(Date::toInstant)
        .orElse(Instant.MIN);
  }

  /** {@link Instant#MAX} for never. */
  static Instant expires(PGPSignature signature) {
    long seconds = signature.getHashedSubPackets().getSignatureExpirationTime();
    Instant created = created(signature);
    return seconds == 0 || created.equals(Instant.MIN) ? Instant.MAX : created.plusSeconds(seconds);
  }
}
