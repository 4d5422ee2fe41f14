/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.certificate;

import static java.util.Objects.requireNonNull;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A private key and the certificates that vouch for it.
 *
 * @param chain the key's own certificate first
 */
public record ServingKey(List<X509Certificate> chain, PrivateKey key) {
  public ServingKey {
    chain = List.copyOf(chain);
    requireNonNull(key, "key");
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("no certificate");
    }
  }

  /**
   * Reads a pair.
   *
   * @param certificatesPlace what the first text is, for messages
   * @param keyPlace what the second text is, for messages
   * @throws UnusableCertificateException also when the key is not the certificate's
   */
  public static ServingKey read(
      String certificatesPem, String certificatesPlace, String keyPem, String keyPlace)
      throws UnusableCertificateException {
    ServingKey pair =
        new ServingKey(
            KeyPairPem.certificates(certificatesPem, certificatesPlace),
            KeyPairPem.privateKey(keyPem, keyPlace));
    if (!pair.matches()) {
      throw new UnusableCertificateException(
          "the private key of "
              + keyPlace
              + " is not that of the certificate of "
              + certificatesPlace);
    }
    return pair;
  }

  X509Certificate certificate() {
    return chain.getFirst();
  }

  /** When the first of the certificates expires. */
  public Instant expiry() {
    return chain.stream().map(c -> c.getNotAfter().toInstant()).min(Instant::compareTo).get();
  }

  /** When two thirds of the certificate's life are over. */
  Instant renewal() {
    Instant start = certificate().getNotBefore().toInstant();
    Instant end = certificate().getNotAfter().toInstant();
    return start.plus(Duration.between(start, end).multipliedBy(2).dividedBy(3));
  }

  private boolean matches() {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> key.getAlgorithm();
        };
    try {
      byte[] probe = {1, 2, 3};
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(probe);
      byte[] signature = signer.sign();
      signer.initVerify(certificate().getPublicKey());
      signer.update(probe);
      return signer.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // keys of two different kinds
    }
  }

  @Override
  public String toString() {
    return "ServingKey[" + certificate().getSubjectX500Principal() + "]";
  }
}
