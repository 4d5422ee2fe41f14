/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrustKeyTest {

  private static final KeyPair RSA = pair("RSA");
  private static final KeyPair ED25519 = pair("Ed25519");

  private static KeyPair pair(String algorithm) {
    try {
      return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TrustKey key(String type, byte[] encoded) {
    return new TrustKey("", type, encoded);
  }

  private static byte[] certificate(KeyPair pair) {
    return TestKey.pem(
        Stream.of(new TestCertificate(pair, "test").signedWith("SHA256withRSA").build()));
  }

  private static Optional<PublicKey> publicKey(String type, byte[] encoded) {
    return key(type, encoded).publicKey();
  }

  @Test
  void readsTheKeyOfEachType() {
    TestKey ec = TestKey.certified("test");
    byte[] raw = Arrays.copyOfRange(ED25519.getPublic().getEncoded(), 12, 44);
    assertThat(publicKey("ecdsa", ec.publicKey().getEncoded())).contains(ec.publicKey());
    assertThat(publicKey("ecdsa-x509", ec.encoded())).contains(ec.publicKey());
    assertThat(publicKey("rsa", RSA.getPublic().getEncoded())).contains(RSA.getPublic());
    assertThat(publicKey("rsa-x509", certificate(RSA))).contains(RSA.getPublic());
    assertThat(publicKey("ed25519", raw)).contains(ED25519.getPublic());
  }

  @Test
  void neverTakesAKeyOfOneTypeForAnother() {
    TestKey ec = TestKey.certified("test");
    assertThat(publicKey("rsa", ec.publicKey().getEncoded())).isEmpty();
    assertThat(publicKey("ecdsa", RSA.getPublic().getEncoded())).isEmpty();
    assertThat(publicKey("rsa-x509", ec.encoded())).isEmpty();
    assertThat(publicKey("ecdsa-x509", certificate(RSA))).isEmpty();
    assertThat(publicKey("ed25519", ED25519.getPublic().getEncoded())).isEmpty();
    assertThat(publicKey("ed25519", new byte[31])).isEmpty();
    assertThat(publicKey("ed25519-x509", ec.encoded())).isEmpty();
    assertThat(publicKey("ECDSA", ec.publicKey().getEncoded())).isEmpty();
    assertThat(publicKey("ecdsa", "no key".getBytes(US_ASCII))).isEmpty();
  }

  @Test
  void theCanonicalIdIsThatOfTheBareKey() {
    TestKey ec = TestKey.certified("test");
    assertThat(key("ecdsa-x509", ec.encoded()).canonicalId()).contains(ec.asBare().id());
    assertThat(key("ecdsa", ec.asBare().encoded()).canonicalId()).contains(ec.asBare().id());
    assertThat(key("rsa-x509", certificate(RSA)).canonicalId())
        .contains(key("rsa", RSA.getPublic().getEncoded()).computedId());
    assertThat(key("rsa-x509", ec.encoded()).canonicalId()).isEmpty();
  }

  @Test
  void anUnknownTypeKeepsItsOwnId() {
    TrustKey key = key("gpg\"\\", new byte[1]);
    assertThat(key.canonicalId()).contains(key.computedId());
    assertThat(key.isCertificate()).isFalse();
    assertThat(key.publicKey()).isEmpty();
  }
}
