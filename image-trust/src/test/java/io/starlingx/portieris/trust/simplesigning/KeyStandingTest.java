/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.policy.SigningRequirement.SignedIdentity;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Consumer;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an owner's statements about a key make of a signature by it; keys and statements made here.
 */
class KeyStandingTest {

  private static final String NAME = "Olga <olga@example.test>";
  private static final long DAY = Duration.ofDays(1).toSeconds();
  private static final byte[] PAYLOAD =
      ("{\"critical\":{\"type\":\"atomic container signature\",\"image\":"
              + "{\"docker-manifest-digest\":\""
              + SimpleFixtures.manifest()
              + "\"},\"identity\":{\"docker-reference\":\"localhost:15000/team/app:v1\"}},"
              + "\"optional\":{}}")
          .getBytes(StandardCharsets.UTF_8);
  private static final Owner OLGA = Owner.ed25519();
  private static final Owner SUB = Owner.ed25519();
  private static final Owner STRANGER = Owner.ed25519();

  @Test
  void aKeyWithoutExpiryLastsForEver() {
    assertAccepted(named(KeyStandingTest::nothing), OLGA, day(300), Instant.MAX);
  }

  @Test
  void aKeyMaySignUntilTheSecondThatItExpires() {
    Keyring keys = named(packets -> packets.setKeyExpirationTime(false, 10 * DAY));

    assertAccepted(keys, OLGA, day(10).minusSeconds(1), day(10));
    assertRefused(
        keys,
        OLGA,
        day(10),
        ReasonCode.EXPIRED,
        "key " + fingerprint(OLGA) + " expired at " + day(10));
  }

  @Test
  void aStatementThatExpiresEndsTheKeyWithIt() {
    assertAccepted(
        named(
            packets -> {
              packets.setKeyExpirationTime(false, 10 * DAY);
              packets.setSignatureExpirationTime(false, 5 * DAY);
            }),
        OLGA,
        day(4),
        day(5));
    assertAccepted(
        named(
            packets -> {
              packets.setKeyExpirationTime(false, 5 * DAY);
              packets.setSignatureExpirationTime(false, 10 * DAY);
            }),
        OLGA,
        day(4),
        day(5));
  }

  @ParameterizedTest
  @CsvSource({"1, 2, 20", "2, 1, 10", "1, 1, 10"})
  void theNewestStatementCountsAndOfEquallyOldOnesTheShorter(int first, int second, int expires) {
    Keyring keys =
        Owner.keyring(
            OLGA.primary(),
            Owner.name(NAME),
            OLGA.about(NAME, OLGA, PGPSignature.POSITIVE_CERTIFICATION, dated(first, 10)),
            OLGA.about(NAME, OLGA, PGPSignature.POSITIVE_CERTIFICATION, dated(second, 20)));

    assertAccepted(keys, OLGA, day(3), day(expires));
  }

  @Test
  void aStatementOnTheKeyItselfSuffices() {
    assertAccepted(
        Owner.keyring(
            OLGA.primary(), OLGA.about(OLGA, PGPSignature.DIRECT_KEY, KeyStandingTest::nothing)),
        OLGA,
        day(1),
        Instant.MAX);
  }

  @Test
  void whatAStrangerSaysAboutAKeyIsNothing() {
    assertRefused(
        Owner.keyring(
            OLGA.primary(),
            Owner.name(NAME),
            STRANGER.about(
                NAME, OLGA, PGPSignature.POSITIVE_CERTIFICATION, KeyStandingTest::nothing)),
        OLGA,
        day(1),
        ReasonCode.UNTRUSTED_KEY,
        "it has no valid self-signature");
    assertAccepted(
        Owner.keyring(
            OLGA.primary(),
            Owner.name(NAME),
            OLGA.about(NAME, OLGA, PGPSignature.POSITIVE_CERTIFICATION, KeyStandingTest::nothing),
            STRANGER.about(NAME, OLGA, PGPSignature.POSITIVE_CERTIFICATION, dated(9, 1))),
        OLGA,
        day(5),
        Instant.MAX);
  }

  @Test
  void aStatementAboutAnotherNameOrKeyIsNothing() {
    Packet otherName =
        OLGA.about("Eve", OLGA, PGPSignature.POSITIVE_CERTIFICATION, KeyStandingTest::nothing);
    Packet otherKey = OLGA.about(STRANGER, PGPSignature.DIRECT_KEY, KeyStandingTest::nothing);

    assertRefused(
        Owner.keyring(OLGA.primary(), otherKey, Owner.name(NAME), otherName),
        OLGA,
        day(1),
        ReasonCode.UNTRUSTED_KEY,
        "it has no valid self-signature");
  }

  @Test
  void aNameThatWasWithdrawnVouchesForNothing() {
    Packet claimed =
        OLGA.about(NAME, OLGA, PGPSignature.POSITIVE_CERTIFICATION, KeyStandingTest::nothing);
    Packet withdrawn =
        OLGA.about(NAME, OLGA, PGPSignature.CERTIFICATION_REVOCATION, KeyStandingTest::nothing);

    assertRefused(
        Owner.keyring(OLGA.primary(), Owner.name(NAME), claimed, withdrawn),
        OLGA,
        day(1),
        ReasonCode.UNTRUSTED_KEY,
        "it has no valid self-signature");
    assertAccepted(
        Owner.keyring(
            OLGA.primary(),
            Owner.name(NAME),
            claimed,
            withdrawn,
            Owner.name("Olga 2"),
            OLGA.about(
                "Olga 2", OLGA, PGPSignature.POSITIVE_CERTIFICATION, KeyStandingTest::nothing)),
        OLGA,
        day(1),
        Instant.MAX);
  }

  @Test
  void aKeyThatItsOwnerRevokedMaySignNothingNorMayItsSubkeys() {
    Packet revocation = OLGA.about(OLGA, PGPSignature.KEY_REVOCATION, KeyStandingTest::nothing);
    Keyring keys =
        Owner.keyring(
            OLGA.primary(),
            revocation,
            Owner.name(NAME),
            OLGA.about(NAME, OLGA, PGPSignature.POSITIVE_CERTIFICATION, KeyStandingTest::nothing),
            SUB.subkey(),
            OLGA.binding(SUB, KeyStandingTest::nothing));

    assertRefused(keys, OLGA, day(1), ReasonCode.UNTRUSTED_KEY, "it is revoked");
    assertRefused(keys, SUB, day(1), ReasonCode.UNTRUSTED_KEY, "it is revoked");
  }

  @Test
  void aRevocationBySomebodyElseCountsSinceItCannotBeChecked() {
    assertRefused(
        Owner.keyring(
            OLGA.primary(),
            STRANGER.about(OLGA, PGPSignature.KEY_REVOCATION, KeyStandingTest::nothing),
            Owner.name(NAME),
            OLGA.about(NAME, OLGA, PGPSignature.POSITIVE_CERTIFICATION, KeyStandingTest::nothing)),
        OLGA,
        day(1),
        ReasonCode.UNTRUSTED_KEY,
        "it is revoked");
  }

  @Test
  void aRevocationInTheOwnersNameThatIsNotHisIsNothing() {
    byte[] forged =
        OLGA.about(STRANGER, PGPSignature.KEY_REVOCATION, KeyStandingTest::nothing).body();

    assertAccepted(
        Owner.keyring(
            OLGA.primary(),
            new Packet(Packet.SIGNATURE, forged),
            Owner.name(NAME),
            OLGA.about(NAME, OLGA, PGPSignature.POSITIVE_CERTIFICATION, KeyStandingTest::nothing)),
        OLGA,
        day(1),
        Instant.MAX);
  }

  @Test
  void aSubkeySignsInTheNameOfItsPrimaryKey() {
    assertThat(judge(withSubkey(KeyStandingTest::nothing, KeyStandingTest::nothing), SUB, day(1)))
        .isEqualTo(new SignatureFinding.Accepted(fingerprint(OLGA), Instant.MAX));
  }

  @ParameterizedTest
  @CsvSource({"10, 20, 10", "20, 10, 10"})
  void aSubkeyLastsNoLongerThanItsPrimaryKey(int primary, int sub, int expires) {
    Keyring keys = withSubkey(lasting(primary), lasting(sub));

    assertAccepted(keys, SUB, day(expires).minusSeconds(1), day(expires));
    assertRefused(keys, SUB, day(expires), ReasonCode.EXPIRED, "expired at " + day(expires));
  }

  @Test
  void theNewestBindingOfASubkeyCounts() {
    Keyring keys =
        Owner.keyring(
            OLGA.primary(),
            Owner.name(NAME),
            OLGA.about(NAME, OLGA, PGPSignature.POSITIVE_CERTIFICATION, KeyStandingTest::nothing),
            SUB.subkey(),
            OLGA.binding(SUB, dated(2, 20)),
            OLGA.binding(SUB, dated(1, 10)));

    assertAccepted(keys, SUB, day(3), day(20));
  }

  @Test
  void aSubkeyThatWasRevokedMayNotSignAndItsPrimaryKeyMay() {
    Keyring keys =
        Owner.keyring(
            OLGA.primary(),
            Owner.name(NAME),
            OLGA.about(NAME, OLGA, PGPSignature.POSITIVE_CERTIFICATION, KeyStandingTest::nothing),
            SUB.subkey(),
            OLGA.about(OLGA, SUB, PGPSignature.SUBKEY_REVOCATION, KeyStandingTest::nothing),
            OLGA.binding(SUB, KeyStandingTest::nothing));

    assertRefused(keys, SUB, day(1), ReasonCode.UNTRUSTED_KEY, "it is revoked");
    assertAccepted(keys, OLGA, day(1), Instant.MAX);
  }

  @Test
  void aSubkeyWithoutItsOwnConsentIsAdopted() {
    Keyring keys =
        Owner.keyring(
            OLGA.primary(),
            Owner.name(NAME),
            OLGA.about(NAME, OLGA, PGPSignature.POSITIVE_CERTIFICATION, KeyStandingTest::nothing),
            SUB.subkey(),
            OLGA.about(OLGA, SUB, PGPSignature.SUBKEY_BINDING, KeyStandingTest::nothing));

    assertRefused(
        keys, SUB, day(1), ReasonCode.UNTRUSTED_KEY, "it does not certify its primary key");
  }

  @Test
  void aSubkeyThatNobodyBoundIsNothing() {
    assertRefused(
        Owner.keyring(
            OLGA.primary(),
            Owner.name(NAME),
            OLGA.about(NAME, OLGA, PGPSignature.POSITIVE_CERTIFICATION, KeyStandingTest::nothing),
            SUB.subkey(),
            STRANGER.binding(SUB, KeyStandingTest::nothing)),
        SUB,
        day(1),
        ReasonCode.UNTRUSTED_KEY,
        "it is not bound to its primary key");
  }

  @ParameterizedTest
  @CsvSource({
    KeyFlags.SIGN_DATA + ", true",
    (KeyFlags.SIGN_DATA | KeyFlags.CERTIFY_OTHER) + ", true",
    KeyFlags.CERTIFY_OTHER + ", false",
    KeyFlags.ENCRYPT_COMMS + ", false",
  })
  void aKeyMaySignOnlyIfItsOwnerMeantItTo(int flags, boolean allowed) {
    Consumer<PGPSignatureSubpacketGenerator> flagged = packets -> packets.setKeyFlags(flags);

    if (allowed) {
      assertAccepted(named(flagged), OLGA, day(1), Instant.MAX);
      assertAccepted(withSubkey(KeyStandingTest::nothing, flagged), SUB, day(1), Instant.MAX);
    } else {
      String reason = "it is not meant for signing";
      assertRefused(named(flagged), OLGA, day(1), ReasonCode.UNTRUSTED_KEY, reason);
      assertRefused(
          withSubkey(KeyStandingTest::nothing, flagged),
          SUB,
          day(1),
          ReasonCode.UNTRUSTED_KEY,
          reason);
    }
  }

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
    Keyring keys = named(KeyStandingTest::nothing);
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

    assertThat(judge(keys, owner.with(hash).sign(PAYLOAD, KeyStandingTest::nothing), day(1)))
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
        judge(keys, owner.with(hash).sign(PAYLOAD, KeyStandingTest::nothing), day(1)),
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
        judge(named(KeyStandingTest::nothing), OLGA.sign(PAYLOAD, critical), day(1)),
        ReasonCode.UNSUPPORTED,
        "the signature has an unknown critical part");
    assertThat(judge(named(KeyStandingTest::nothing), OLGA.sign(PAYLOAD, harmless), day(1)))
        .isInstanceOf(SignatureFinding.Accepted.class);
    assertRefused(
        named(critical), OLGA, day(1), ReasonCode.UNTRUSTED_KEY, "it has no valid self-signature");
    assertThat(
            judge(
                named(KeyStandingTest::nothing),
                OLGA.sign(
                    PAYLOAD,
                    packets -> packets.setSignatureCreationTime(true, Date.from(Owner.BORN))),
                day(1)))
        .isInstanceOf(SignatureFinding.Accepted.class);
  }

  @Test
  void aKeyThatIsNotInTheRingIsNamed() {
    assertRefused(
        named(KeyStandingTest::nothing),
        STRANGER,
        day(1),
        ReasonCode.UNTRUSTED_KEY,
        "Signature by key %016X is not accepted".formatted(STRANGER.key().getKeyID()));
  }

  private static Keyring named(Consumer<PGPSignatureSubpacketGenerator> more) {
    return named(OLGA, more);
  }

  private static Keyring named(Owner owner) {
    return named(owner, KeyStandingTest::nothing);
  }

  private static Keyring named(Owner owner, Consumer<PGPSignatureSubpacketGenerator> more) {
    return Owner.keyring(
        owner.primary(),
        Owner.name(NAME),
        owner.about(NAME, owner, PGPSignature.POSITIVE_CERTIFICATION, more));
  }

  private static Keyring withSubkey(
      Consumer<PGPSignatureSubpacketGenerator> primary,
      Consumer<PGPSignatureSubpacketGenerator> sub) {
    return Owner.keyring(
        OLGA.primary(),
        Owner.name(NAME),
        OLGA.about(NAME, OLGA, PGPSignature.POSITIVE_CERTIFICATION, primary),
        SUB.subkey(),
        OLGA.binding(SUB, sub));
  }

  private static Consumer<PGPSignatureSubpacketGenerator> lasting(int days) {
    return packets -> packets.setKeyExpirationTime(false, days * DAY);
  }

  private static Consumer<PGPSignatureSubpacketGenerator> dated(int day, int lastingDays) {
    return packets -> {
      packets.setSignatureCreationTime(false, Date.from(day(day)));
      packets.setKeyExpirationTime(false, lastingDays * DAY);
    };
  }

  private static Instant day(int number) {
    return Owner.BORN.plus(Duration.ofDays(number));
  }

  private static String fingerprint(Owner owner) {
    return HexFormat.of().formatHex(owner.key().getFingerprint()).toUpperCase(Locale.ROOT);
  }

  private static SignatureFinding judge(Keyring keys, Owner signer, Instant now) {
    return judge(keys, signer.sign(PAYLOAD, KeyStandingTest::nothing), now);
  }

  private static SignatureFinding judge(Keyring keys, byte[] blob, Instant now) {
    return new SignatureCheck(
            keys,
            new SignedIdentity.MatchRepository(),
            SimpleFixtures.IMAGE,
            SimpleFixtures.manifest(),
            now)
        .judge(blob);
  }

  private static void assertAccepted(Keyring keys, Owner signer, Instant now, Instant until) {
    assertThat(judge(keys, signer, now))
        .isInstanceOfSatisfying(
            SignatureFinding.Accepted.class,
            accepted -> assertThat(accepted.until()).isEqualTo(until));
  }

  private static void assertRefused(
      Keyring keys, Owner signer, Instant now, ReasonCode code, String part) {
    assertRefused(judge(keys, signer, now), code, part);
  }

  private static void assertRefused(SignatureFinding finding, ReasonCode code, String part) {
    assertThat(finding)
        .isInstanceOfSatisfying(
            SignatureFinding.Refused.class,
            refused -> {
              assertThat(refused.code()).as(refused.reason()).isEqualTo(code);
              assertThat(refused.reason()).contains(part);
            });
  }

  private static void nothing(PGPSignatureSubpacketGenerator packets) {}
}
