/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static io.starlingx.portieris.trust.simplesigning.OwnerStatements.DAY;
import static io.starlingx.portieris.trust.simplesigning.OwnerStatements.OLGA;
import static io.starlingx.portieris.trust.simplesigning.OwnerStatements.PAYLOAD;
import static io.starlingx.portieris.trust.simplesigning.OwnerStatements.assertAccepted;
import static io.starlingx.portieris.trust.simplesigning.OwnerStatements.assertRefused;
import static io.starlingx.portieris.trust.simplesigning.OwnerStatements.dated;
import static io.starlingx.portieris.trust.simplesigning.OwnerStatements.day;
import static io.starlingx.portieris.trust.simplesigning.OwnerStatements.fingerprint;
import static io.starlingx.portieris.trust.simplesigning.OwnerStatements.judge;
import static io.starlingx.portieris.trust.simplesigning.OwnerStatements.lasting;
import static io.starlingx.portieris.trust.simplesigning.OwnerStatements.named;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.time.Instant;
import java.util.Date;
import java.util.function.Consumer;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What date, algorithms and critical parts make of a signature by a good key. */
class SignatureStandingTest {

  @Test
  void anRsaKeyMustBeLongEnough() {
    Owner tooShort = Owner.rsa(1024);
    Owner enough = Owner.rsa(2048);

    assertRefused(
        named(tooShort),
        tooShort,
        day(1),
        ReasonCode.UNTRUSTED_KEY,
        "an RSA key of 1024 bits is not supported");
    assertAccepted(named(enough), enough, day(1), Instant.MAX);
  }

  @Test
  void aSignatureIsOfItsDateAtTheEarliest() {
    Keyring keys = named(OwnerStatements::nothing);
    Consumer<PGPSignatureSubpacketGenerator> dated =
        packets -> packets.setSignatureCreationTime(false, Date.from(day(5)));

    assertThat(judge(keys, OLGA.sign(PAYLOAD, dated), day(5)))
        .isInstanceOf(SignatureFinding.Accepted.class);
    assertRefused(
        judge(keys, OLGA.sign(PAYLOAD, dated), day(5).minusSeconds(1)),
        ReasonCode.NOT_YET_VALID,
        "the signature is dated " + day(5));
    assertRefused(
        judge(
            keys,
            OLGA.sign(
                PAYLOAD, packets -> packets.setSignatureCreationTime(false, Date.from(day(-1)))),
            day(5)),
        ReasonCode.NOT_YET_VALID,
        "the signature is older than its key");
  }

  @Test
  void aSignatureIsGoodUntilTheSecondThatItExpires() {
    byte[] blob = OLGA.sign(PAYLOAD, packets -> packets.setSignatureExpirationTime(false, 3 * DAY));

    assertThat(judge(named(lasting(10)), blob, day(3).minusSeconds(1)))
        .isEqualTo(new SignatureFinding.Accepted(fingerprint(OLGA), day(3)));
    assertThat(judge(named(lasting(2)), blob, day(1)))
        .isEqualTo(new SignatureFinding.Accepted(fingerprint(OLGA), day(2)));
    assertRefused(
        judge(named(lasting(10)), blob, day(3)),
        ReasonCode.EXPIRED,
        "the signature expired at " + day(3));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        HashAlgorithmTags.SHA256,
        HashAlgorithmTags.SHA384,
        HashAlgorithmTags.SHA512,
        HashAlgorithmTags.SHA3_256,
        HashAlgorithmTags.SHA3_512
      })
  void contentIsSignedOverAStrongHash(int hash) {
    Owner owner = Owner.ed25519();
    Keyring keys = named(owner);

    assertThat(judge(keys, owner.with(hash).sign(PAYLOAD, OwnerStatements::nothing), day(1)))
        .isInstanceOf(SignatureFinding.Accepted.class);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        HashAlgorithmTags.SHA1,
        HashAlgorithmTags.SHA224,
        HashAlgorithmTags.RIPEMD160,
        HashAlgorithmTags.MD5
      })
  void noOtherHashIsAcceptedForContent(int hash) {
    Owner owner = Owner.ed25519();
    Keyring keys = named(owner);

    assertRefused(
        judge(keys, owner.with(hash).sign(PAYLOAD, OwnerStatements::nothing), day(1)),
        ReasonCode.UNSUPPORTED,
        "hash algorithm " + hash + " is too weak or unknown");
  }

  @Test
  void anOwnersStatementMayBeOverSha1ButNotOverMd5() {
    Owner owner = Owner.ed25519();

    assertAccepted(
        named(owner.with(HashAlgorithmTags.SHA1)),
        owner.with(HashAlgorithmTags.SHA256),
        day(1),
        Instant.MAX);
    assertRefused(
        named(owner.with(HashAlgorithmTags.MD5)),
        owner.with(HashAlgorithmTags.SHA256),
        day(1),
        ReasonCode.UNTRUSTED_KEY,
        "it has no valid self-signature");
  }

  @Test
  void aCriticalPartThatIsNotUnderstoodMayChangeEverything() {
    Consumer<PGPSignatureSubpacketGenerator> critical =
        packets -> packets.addNotationData(true, true, "x@example.test", "y");
    Consumer<PGPSignatureSubpacketGenerator> harmless =
        packets -> packets.addNotationData(false, true, "x@example.test", "y");

    assertRefused(
        judge(named(OwnerStatements::nothing), OLGA.sign(PAYLOAD, critical), day(1)),
        ReasonCode.UNSUPPORTED,
        "the signature has an unknown critical part");
    assertThat(judge(named(OwnerStatements::nothing), OLGA.sign(PAYLOAD, harmless), day(1)))
        .isInstanceOf(SignatureFinding.Accepted.class);
    assertRefused(
        named(critical), OLGA, day(1), ReasonCode.UNTRUSTED_KEY, "it has no valid self-signature");
    assertThat(
            judge(
                named(OwnerStatements::nothing),
                OLGA.sign(
                    PAYLOAD,
                    packets -> packets.setSignatureCreationTime(true, Date.from(Owner.BORN))),
                day(1)))
        .isInstanceOf(SignatureFinding.Accepted.class);
  }
}
