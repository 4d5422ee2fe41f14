/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static io.starlingx.portieris.trust.simplesigning.OwnerStatements.DAY;
import static io.starlingx.portieris.trust.simplesigning.OwnerStatements.NAME;
import static io.starlingx.portieris.trust.simplesigning.OwnerStatements.OLGA;
import static io.starlingx.portieris.trust.simplesigning.OwnerStatements.STRANGER;
import static io.starlingx.portieris.trust.simplesigning.OwnerStatements.SUB;
import static io.starlingx.portieris.trust.simplesigning.OwnerStatements.assertAccepted;
import static io.starlingx.portieris.trust.simplesigning.OwnerStatements.assertRefused;
import static io.starlingx.portieris.trust.simplesigning.OwnerStatements.dated;
import static io.starlingx.portieris.trust.simplesigning.OwnerStatements.day;
import static io.starlingx.portieris.trust.simplesigning.OwnerStatements.fingerprint;
import static io.starlingx.portieris.trust.simplesigning.OwnerStatements.named;

import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.time.Instant;
import org.bouncycastle.openpgp.PGPSignature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an owner's statements about a key make of a signature by it. */
class KeyStandingTest {

  @Test
  void aKeyWithoutExpiryLastsForEver() {
    assertAccepted(named(OwnerStatements::nothing), OLGA, day(300), Instant.MAX);
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
            OLGA.primary(), OLGA.about(OLGA, PGPSignature.DIRECT_KEY, OwnerStatements::nothing)),
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
                NAME, OLGA, PGPSignature.POSITIVE_CERTIFICATION, OwnerStatements::nothing)),
        OLGA,
        day(1),
        ReasonCode.UNTRUSTED_KEY,
        "it has no valid self-signature");
    assertAccepted(
        Owner.keyring(
            OLGA.primary(),
            Owner.name(NAME),
            OLGA.about(NAME, OLGA, PGPSignature.POSITIVE_CERTIFICATION, OwnerStatements::nothing),
            STRANGER.about(NAME, OLGA, PGPSignature.POSITIVE_CERTIFICATION, dated(9, 1))),
        OLGA,
        day(5),
        Instant.MAX);
  }

  @Test
  void aStatementAboutAnotherNameOrKeyIsNothing() {
    Packet otherName =
        OLGA.about("Eve", OLGA, PGPSignature.POSITIVE_CERTIFICATION, OwnerStatements::nothing);
    Packet otherKey = OLGA.about(STRANGER, PGPSignature.DIRECT_KEY, OwnerStatements::nothing);

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
        OLGA.about(NAME, OLGA, PGPSignature.POSITIVE_CERTIFICATION, OwnerStatements::nothing);
    Packet withdrawn =
        OLGA.about(NAME, OLGA, PGPSignature.CERTIFICATION_REVOCATION, OwnerStatements::nothing);

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
                "Olga 2", OLGA, PGPSignature.POSITIVE_CERTIFICATION, OwnerStatements::nothing)),
        OLGA,
        day(1),
        Instant.MAX);
  }

  @Test
  void aKeyThatItsOwnerRevokedMaySignNothingNorMayItsSubkeys() {
    Packet revocation = OLGA.about(OLGA, PGPSignature.KEY_REVOCATION, OwnerStatements::nothing);
    Keyring keys =
        Owner.keyring(
            OLGA.primary(),
            revocation,
            Owner.name(NAME),
            OLGA.about(NAME, OLGA, PGPSignature.POSITIVE_CERTIFICATION, OwnerStatements::nothing),
            SUB.subkey(),
            OLGA.binding(SUB, OwnerStatements::nothing));

    assertRefused(keys, OLGA, day(1), ReasonCode.UNTRUSTED_KEY, "it is revoked");
    assertRefused(keys, SUB, day(1), ReasonCode.UNTRUSTED_KEY, "it is revoked");
  }

  @Test
  void aRevocationBySomebodyElseCountsSinceItCannotBeChecked() {
    assertRefused(
        Owner.keyring(
            OLGA.primary(),
            STRANGER.about(OLGA, PGPSignature.KEY_REVOCATION, OwnerStatements::nothing),
            Owner.name(NAME),
            OLGA.about(NAME, OLGA, PGPSignature.POSITIVE_CERTIFICATION, OwnerStatements::nothing)),
        OLGA,
        day(1),
        ReasonCode.UNTRUSTED_KEY,
        "it is revoked");
  }

  @Test
  void aRevocationInTheOwnersNameThatIsNotHisIsNothing() {
    byte[] forged =
        OLGA.about(STRANGER, PGPSignature.KEY_REVOCATION, OwnerStatements::nothing).body();

    assertAccepted(
        Owner.keyring(
            OLGA.primary(),
            new Packet(Packet.SIGNATURE, forged),
            Owner.name(NAME),
            OLGA.about(NAME, OLGA, PGPSignature.POSITIVE_CERTIFICATION, OwnerStatements::nothing)),
        OLGA,
        day(1),
        Instant.MAX);
  }

  @Test
  void aKeyThatIsNotInTheRingIsNamed() {
    assertRefused(
        named(OwnerStatements::nothing),
        STRANGER,
        day(1),
        ReasonCode.UNTRUSTED_KEY,
        "Signature by key %016X is not accepted".formatted(STRANGER.key().getKeyID()));
  }
}
