/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;

/** The owner of a key made here, who states about it whatever a test needs. */
final class Owner {

  static final Instant BORN = Instant.parse("2026-01-01T00:00:00Z");

  private final PGPKeyPair pair;
  private int hash = HashAlgorithmTags.SHA256;

  private Owner(int algorithm, AsymmetricCipherKeyPair pair) {
    try {
      this.pair = new BcPGPKeyPair(4, algorithm, pair, Date.from(BORN));
    } catch (PGPException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A key of {@link #BORN}. */
  static Owner ed25519() {
    Ed25519KeyPairGenerator generator = new Ed25519KeyPairGenerator();
    generator.init(new Ed25519KeyGenerationParameters(new SecureRandom()));
    return new Owner(PublicKeyAlgorithmTags.EDDSA_LEGACY, generator.generateKeyPair());
  }

  static Owner rsa(int bits) {
    RSAKeyPairGenerator generator = new RSAKeyPairGenerator();
    generator.init(
        new RSAKeyGenerationParameters(BigInteger.valueOf(65537), new SecureRandom(), bits, 20));
    return new Owner(PublicKeyAlgorithmTags.RSA_GENERAL, generator.generateKeyPair());
  }

  /** From now on signs with another hash algorithm. */
  Owner with(int otherHash) {
    hash = otherHash;
    return this;
  }

  PGPPublicKey key() {
    return pair.getPublicKey();
  }

  Packet primary() {
    return new Packet(Packet.PUBLIC_KEY, body(key()));
  }

  Packet subkey() {
    return new Packet(Packet.PUBLIC_SUBKEY, body(key()));
  }

  static Packet name(String userId) {
    return new Packet(Packet.USER_ID, userId.getBytes(UTF_8));
  }

  /** A statement of this owner about a name of {@code of}, which may be somebody else. */
  Packet about(String userId, Owner of, int type, Consumer<PGPSignatureSubpacketGenerator> more) {
    return made(type, more, generator -> generator.generateCertification(userId, of.key()));
  }

  /** A statement of this owner about the key of {@code of}. */
  Packet about(Owner of, int type, Consumer<PGPSignatureSubpacketGenerator> more) {
    return made(type, more, generator -> generator.generateCertification(of.key()));
  }

  /** A statement of this owner about a pair of keys. */
  Packet about(Owner primary, Owner sub, int type, Consumer<PGPSignatureSubpacketGenerator> more) {
    return made(type, more, generator -> generator.generateCertification(primary.key(), sub.key()));
  }

  /** The primary key's binding of a signing subkey, with the subkey's consent. */
  Packet binding(Owner sub, Consumer<PGPSignatureSubpacketGenerator> more) {
    PGPSignature consent =
        signature(
            PGPSignature.PRIMARYKEY_BINDING,
            sub,
            packets -> {},
            generator -> generator.generateCertification(key(), sub.key()));
    return about(
        this,
        sub,
        PGPSignature.SUBKEY_BINDING,
        packets -> {
          try {
            packets.addEmbeddedSignature(false, consent);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
          more.accept(packets);
        });
  }

  /** A blob in which this key signs {@code payload}. */
  byte[] sign(byte[] payload, Consumer<PGPSignatureSubpacketGenerator> more) {
    Packet signature =
        made(
            PGPSignature.BINARY_DOCUMENT,
            more,
            generator -> {
              generator.update(payload);
              return generator.generate();
            });
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(signature.encoded());
    try {
      PGPLiteralDataGenerator literal = new PGPLiteralDataGenerator();
      literal
          .open(out, PGPLiteralData.BINARY, "", payload.length, Date.from(Instant.EPOCH))
          .write(payload);
      literal.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }

  static Keyring keyring(Packet... packets) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Arrays.stream(packets).map(Packet::encoded).forEach(out::writeBytes);
    try {
      return Keyring.parse(SimpleFixtures.armour(out.toByteArray()));
    } catch (UnusableKeyringException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes a signature with a generator that is ready for it. */
  private interface Maker {
    PGPSignature make(PGPSignatureGenerator generator) throws PGPException;
  }

  private Packet made(int type, Consumer<PGPSignatureSubpacketGenerator> more, Maker maker) {
    try {
      List<Packet> packets = Packet.all(signature(type, this, more, maker).getEncoded(), 1);
      return packets.getFirst();
    } catch (IOException | RefusedSignatureException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PGPSignature signature(
      int type, Owner signer, Consumer<PGPSignatureSubpacketGenerator> more, Maker maker) {
    try {
      PGPSignatureSubpacketGenerator packets = new PGPSignatureSubpacketGenerator();
      packets.setIssuerFingerprint(false, signer.key());
      packets.setSignatureCreationTime(false, Date.from(BORN));
      more.accept(packets);
      PGPSignatureGenerator generator =
          new PGPSignatureGenerator(
              new BcPGPContentSignerBuilder(signer.key().getAlgorithm(), signer.hash),
              signer.key());
      generator.init(type, signer.pair.getPrivateKey());
      generator.setHashedSubpackets(packets.generate());
      return maker.make(generator);
    } catch (PGPException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] body(PGPPublicKey key) {
    try {
      return Packet.all(key.getPublicKeyPacket().getEncoded(), 1).getFirst().body();
    } catch (IOException | RefusedSignatureException e) {
      throw new IllegalStateException(e);
    }
  }
}
