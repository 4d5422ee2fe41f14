/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.image.ParsedImage;
import io.starlingx.portieris.trust.policy.SigningRequirement.SignedIdentity;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.openpgp.PGPSignature;

/**
 * Judges signature blobs by one requirement: made by one of its keys, and about this image.
 *
 * @param image under the name that it is signed under
 * @param digest of the manifest that is to run
 * @param now by which keys and signatures expire
 */
record SignatureCheck(
    Keyring keys, SignedIdentity identity, ImageReference image, Digest digest, Instant now) {
  SignatureCheck {
    requireNonNull(keys, "keys");
    requireNonNull(identity, "identity");
    requireNonNull(image, "image");
    requireNonNull(digest, "digest");
    requireNonNull(now, "now");
  }

  SignatureFinding judge(byte[] blob) {
    try {
      SignedMessage message = SignedMessage.parse(blob);
      SignatureFinding.Accepted maker = maker(message);
      checkContent(Payload.parse(message.payload()));
      return maker;
    } catch (RefusedSignatureException e) {
      return new SignatureFinding.Refused(e.stage(), e.code(), e.reason());
    }
  }

  private SignatureFinding.Accepted maker(SignedMessage message) throws RefusedSignatureException {
    List<SigningKey> makers = keys.makersOf(message.signature());
    if (makers.isEmpty()) {
      String id = String.format("%016X", message.signature().getKeyID());
      throw refused(
          Stage.KEY, ReasonCode.UNTRUSTED_KEY, "Signature by key " + id + " is not accepted");
    }
    SigningKey key = makers.getFirst();
    if (key.unusable().isPresent()) {
      throw refused(
          Stage.KEY,
          ReasonCode.UNTRUSTED_KEY,
          "Signature by key " + key.fingerprint() + " is not accepted: " + key.unusable().get());
    }
    checkSignature(message, key);
    checkDates(message.signature(), key);
    Instant signatureExpires = Signatures.expires(message.signature());
    return new SignatureFinding.Accepted(
        key.fingerprint(),
        signatureExpires.isBefore(key.expires()) ? signatureExpires : key.expires());
  }

  private static void checkSignature(SignedMessage message, SigningKey key)
      throws RefusedSignatureException {
    PGPSignature signature = message.signature();
    if (!Signatures.CONTENT.contains(signature.getHashAlgorithm())) {
      throw refused(
          Stage.SIGNATURE,
          ReasonCode.UNSUPPORTED,
          "the signature's hash algorithm "
              + signature.getHashAlgorithm()
              + " is too weak or unknown");
    }
    if (Signatures.unknownCritical(signature)) {
      throw refused(
          Stage.SIGNATURE, ReasonCode.UNSUPPORTED, "the signature has an unknown critical part");
    }
    boolean valid =
        signature.getKeyAlgorithm() == key.key().getAlgorithm()
            && Signatures.verify(
                signature,
                key.key(),
                Signatures.CONTENT,
                () -> {
                  signature.update(message.payload());
                  return signature.verify();
                });
    if (!valid) {
      throw refused(
          Stage.SIGNATURE,
          ReasonCode.BAD_SIGNATURE,
          "Invalid signature by key " + key.fingerprint());
    }
  }

  private void checkDates(PGPSignature signature, SigningKey key) throws RefusedSignatureException {
    Instant created = Signatures.created(signature);
    if (created.isAfter(now)) {
      throw refused(Stage.VALIDITY, ReasonCode.NOT_YET_VALID, "the signature is dated " + created);
    }
    if (created.isBefore(key.key().getCreationTime().toInstant())) {
      throw refused(
          Stage.VALIDITY, ReasonCode.NOT_YET_VALID, "the signature is older than its key");
    }
    if (!now.isBefore(key.expires())) {
      throw refused(
          Stage.VALIDITY,
          ReasonCode.EXPIRED,
          "key " + key.fingerprint() + " expired at " + key.expires());
    }
    if (!now.isBefore(Signatures.expires(signature))) {
      throw refused(
          Stage.VALIDITY,
          ReasonCode.EXPIRED,
          "the signature expired at " + Signatures.expires(signature));
    }
  }

  private void checkContent(Payload payload) throws RefusedSignatureException {
    if (!new IdentityRule(identity).accepts(payload.reference(), image)) {
      throw refused(
          Stage.IDENTITY,
          ReasonCode.IDENTITY_MISMATCH,
          "Signature for identity " + shown(payload.reference()) + " is not accepted");
    }
    if (!payload.digest().equals(digest.toString())) {
      throw refused(
          Stage.DIGEST,
          ReasonCode.DIGEST_MISMATCH,
          "Signature for digest "
              + Digest.parse(payload.digest()).map(Digest::toString).orElse("of another form")
              + " does not match");
    }
  }

  /** Only a well-formed name is repeated to people. */
  private static String shown(String reference) {
    return ImageReference.parse(reference) instanceof ParsedImage.Valid
        ? "\"" + reference + "\""
        : "of another form";
  }

  private static RefusedSignatureException refused(Stage stage, ReasonCode code, String message) {
    return new RefusedSignatureException(stage, code, message);
  }
}
