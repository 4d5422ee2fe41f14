/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
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

/** The holder of a new OpenPGP key, who makes simple signatures of images. */
final class OpenPgpSigner {

  private static final Date BORN = Date.from(Instant.parse("2026-01-01T00:00:00Z"));

  private final PGPKeyPair pair;
  private final String publicKey;

  OpenPgpSigner(String name) throws PGPException, IOException {
    RSAKeyPairGenerator generator = new RSAKeyPairGenerator();
    generator.init(
        new RSAKeyGenerationParameters(BigInteger.valueOf(65537), new SecureRandom(), 2048, 20));
    pair =
        new BcPGPKeyPair(4, PublicKeyAlgorithmTags.RSA_GENERAL, generator.generateKeyPair(), BORN);
    PGPSignature certification =
        generator(PGPSignature.POSITIVE_CERTIFICATION)
            .generateCertification(name, pair.getPublicKey());
    PGPPublicKey certified =
        PGPPublicKey.addCertification(pair.getPublicKey(), name, certification);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream armour = ArmoredOutputStream.builder().build(out)) {
      certified.encode(armour);
    }
    publicKey = out.toString(UTF_8);
  }

  /** The public key, ASCII-armoured. */
  String publicKey() {
    return publicKey;
  }

  /** A blob that says that {@code digest} may run as {@code reference}. */
  byte[] sign(String reference, String digest) throws PGPException, IOException {
    byte[] payload =
        """
        {"critical":{"type":"atomic container signature","image":\
        {"docker-manifest-digest":"%s"},"identity":{"docker-reference":"%s"}},"optional":{}}\
        """
            .formatted(digest, reference)
            .getBytes(UTF_8);
    PGPSignatureGenerator generator = generator(PGPSignature.BINARY_DOCUMENT);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    generator.generateOnePassVersion(false).encode(out);
    PGPLiteralDataGenerator literal = new PGPLiteralDataGenerator();
    literal.open(out, PGPLiteralData.BINARY, "", payload.length, BORN).write(payload);
    literal.close();
    generator.update(payload);
    generator.generate().encode(out);
    return out.toByteArray();
  }

  private PGPSignatureGenerator generator(int type) throws PGPException {
    PGPSignatureGenerator generator =
        new PGPSignatureGenerator(
            new BcPGPContentSignerBuilder(
                pair.getPublicKey().getAlgorithm(), HashAlgorithmTags.SHA256),
            pair.getPublicKey());
    generator.init(type, pair.getPrivateKey());
    PGPSignatureSubpacketGenerator packets = new PGPSignatureSubpacketGenerator();
    packets.setIssuerFingerprint(false, pair.getPublicKey());
    packets.setSignatureCreationTime(false, BORN);
    generator.setHashedSubpackets(packets.generate());
    return generator;
  }
}
