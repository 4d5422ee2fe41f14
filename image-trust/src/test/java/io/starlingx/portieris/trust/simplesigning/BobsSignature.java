/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;

/** Signatures made here, by the one key that has no passphrase. */
final class BobsSignature {

  private BobsSignature() {}

  /** A blob that says that {@code digest} may run as {@code reference}. */
  static byte[] of(String reference, String digest) {
    try {
      return signed(reference, digest);
    } catch (IOException | PGPException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] signed(String reference, String digest) throws IOException, PGPException {
    byte[] payload =
        ("{\"critical\":{\"type\":\"atomic container signature\",\"image\":"
                + "{\"docker-manifest-digest\":\"%s\"},\"identity\":{\"docker-reference\":\"%s\"}},"
                + "\"optional\":{}}")
            .formatted(digest, reference)
            .getBytes(UTF_8);
    PGPSecretKey secret =
        new PGPSecretKeyRing(
                PGPUtil.getDecoderStream(
                    new ByteArrayInputStream(SimpleFixtures.bytes("keys/bob.sec.asc"))),
                new BcKeyFingerprintCalculator())
            .getSecretKey();
    PGPPrivateKey key =
        secret.extractPrivateKey(
            new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider())
                .build(new char[0]));
    PGPSignatureGenerator generator =
        new PGPSignatureGenerator(
            new BcPGPContentSignerBuilder(
                secret.getPublicKey().getAlgorithm(), HashAlgorithmTags.SHA256),
            secret.getPublicKey());
    generator.init(PGPSignature.BINARY_DOCUMENT, key);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    generator.generateOnePassVersion(false).encode(out);
    PGPLiteralDataGenerator literal = new PGPLiteralDataGenerator();
    literal
        .open(out, PGPLiteralData.BINARY, "", payload.length, Date.from(Instant.EPOCH))
        .write(payload);
    literal.close();
    generator.update(payload);
    generator.generate().encode(out);
    return out.toByteArray();
  }
}
