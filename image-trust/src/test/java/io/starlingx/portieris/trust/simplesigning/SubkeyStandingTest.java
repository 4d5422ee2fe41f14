/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static io.starlingx.portieris.trust.simplesigning.OwnerStatements.NAME;
import static io.starlingx.portieris.trust.simplesigning.OwnerStatements.OLGA;
import static io.starlingx.portieris.trust.simplesigning.OwnerStatements.STRANGER;
import static io.starlingx.portieris.trust.simplesigning.OwnerStatements.SUB;
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
import java.util.function.Consumer;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an owner's statements about a subkey make of a signature by it. */
class SubkeyStandingTest {

  @Test
  void aSubkeySignsInTheNameOfItsPrimaryKey() {
    assertThat(judge(withSubkey(OwnerStatements::nothing, OwnerStatements::nothing), SUB, day(1)))
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
            OLGA.about(NAME, OLGA, PGPSignature.POSITIVE_CERTIFICATION, OwnerStatements::nothing),
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
            OLGA.about(NAME, OLGA, PGPSignature.POSITIVE_CERTIFICATION, OwnerStatements::nothing),
            SUB.subkey(),
            OLGA.about(OLGA, SUB, PGPSignature.SUBKEY_REVOCATION, OwnerStatements::nothing),
            OLGA.binding(SUB, OwnerStatements::nothing));

    assertRefused(keys, SUB, day(1), ReasonCode.UNTRUSTED_KEY, "it is revoked");
    assertAccepted(keys, OLGA, day(1), Instant.MAX);
  }

  @Test
  void aSubkeyWithoutItsOwnConsentIsAdopted() {
    Keyring keys =
        Owner.keyring(
            OLGA.primary(),
            Owner.name(NAME),
            OLGA.about(NAME, OLGA, PGPSignature.POSITIVE_CERTIFICATION, OwnerStatements::nothing),
            SUB.subkey(),
            OLGA.about(OLGA, SUB, PGPSignature.SUBKEY_BINDING, OwnerStatements::nothing));

    assertRefused(
        keys, SUB, day(1), ReasonCode.UNTRUSTED_KEY, "it does not certify its primary key");
  }

  @Test
  void aSubkeyThatNobodyBoundIsNothing() {
    assertRefused(
        Owner.keyring(
            OLGA.primary(),
            Owner.name(NAME),
            OLGA.about(NAME, OLGA, PGPSignature.POSITIVE_CERTIFICATION, OwnerStatements::nothing),
            SUB.subkey(),
            STRANGER.binding(SUB, OwnerStatements::nothing)),
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
      assertAccepted(withSubkey(OwnerStatements::nothing, flagged), SUB, day(1), Instant.MAX);
    } else {
      String reason = "it is not meant for signing";
      assertRefused(named(flagged), OLGA, day(1), ReasonCode.UNTRUSTED_KEY, reason);
      assertRefused(
          withSubkey(OwnerStatements::nothing, flagged),
          SUB,
          day(1),
          ReasonCode.UNTRUSTED_KEY,
          reason);
    }
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
}
