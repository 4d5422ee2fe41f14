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
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;

/** Keys and what their owner Olga says about them, all made here, and signatures judged by them. */
final class OwnerStatements {

  static final String NAME = "Olga <olga@example.test>";
  static final long DAY = Duration.ofDays(1).toSeconds();
  static final byte[] PAYLOAD =
      ("{\"critical\":{\"type\":\"atomic container signature\",\"image\":"
              + "{\"docker-manifest-digest\":\""
              + SimpleFixtures.manifest()
              + "\"},\"identity\":{\"docker-reference\":\"localhost:15000/team/app:v1\"}},"
              + "\"optional\":{}}")
          .getBytes(StandardCharsets.UTF_8);
  static final Owner OLGA = Owner.ed25519();
  static final Owner SUB = Owner.ed25519();
  static final Owner STRANGER = Owner.ed25519();

  private OwnerStatements() {}

  static Keyring named(Consumer<PGPSignatureSubpacketGenerator> more) {
    return named(OLGA, more);
  }

  static Keyring named(Owner owner) {
    return named(owner, OwnerStatements::nothing);
  }

  static Keyring named(Owner owner, Consumer<PGPSignatureSubpacketGenerator> more) {
    return Owner.keyring(
        owner.primary(),
        Owner.name(NAME),
        owner.about(NAME, owner, PGPSignature.POSITIVE_CERTIFICATION, more));
  }

  static Consumer<PGPSignatureSubpacketGenerator> lasting(int days) {
    return packets -> packets.setKeyExpirationTime(false, days * DAY);
  }

  static Consumer<PGPSignatureSubpacketGenerator> dated(int day, int lastingDays) {
    return packets -> {
      packets.setSignatureCreationTime(false, Date.from(day(day)));
      packets.setKeyExpirationTime(false, lastingDays * DAY);
    };
  }

  static Instant day(int number) {
    return Owner.BORN.plus(Duration.ofDays(number));
  }

  static String fingerprint(Owner owner) {
    return HexFormat.of().formatHex(owner.key().getFingerprint()).toUpperCase(Locale.ROOT);
  }

  static SignatureFinding judge(Keyring keys, Owner signer, Instant now) {
    return judge(keys, signer.sign(PAYLOAD, OwnerStatements::nothing), now);
  }

  static SignatureFinding judge(Keyring keys, byte[] blob, Instant now) {
    return new SignatureCheck(
            keys,
            new SignedIdentity.MatchRepository(),
            SimpleFixtures.IMAGE,
            SimpleFixtures.manifest(),
            now)
        .judge(blob);
  }

  static void assertAccepted(Keyring keys, Owner signer, Instant now, Instant until) {
    assertThat(judge(keys, signer, now))
        .isInstanceOfSatisfying(
            SignatureFinding.Accepted.class,
            accepted -> assertThat(accepted.until()).isEqualTo(until));
  }

  static void assertRefused(Keyring keys, Owner signer, Instant now, ReasonCode code, String part) {
    assertRefused(judge(keys, signer, now), code, part);
  }

  static void assertRefused(SignatureFinding finding, ReasonCode code, String part) {
    assertThat(finding)
        .isInstanceOfSatisfying(
            SignatureFinding.Refused.class,
            refused -> {
              assertThat(refused.code()).as(refused.reason()).isEqualTo(code);
              assertThat(refused.reason()).contains(part);
            });
  }

  static void nothing(PGPSignatureSubpacketGenerator packets) {}
}
