/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which keys of a keyring may sign. */
class KeyringTest {

  @ParameterizedTest
  @CsvSource({
    "'', Key: empty",
    "no armour, Unable to decode key: EOF",
    "-----BEGIN PGP PRIVATE KEY BLOCK-----|-----END PGP PRIVATE KEY BLOCK-----,"
        + " Expected \"PGP PUBLIC KEY BLOCK\" not found: PGP PRIVATE KEY BLOCK",
    "-----BEGIN PGP PUBLIC KEY BLOCK-----|abc, Unable to decode key: unexpected EOF",
    "-----BEGIN PGP PUBLIC KEY BLOCK-----|*|-----END PGP PUBLIC KEY BLOCK-----,"
        + " Unable to decode key: not base64",
    "-----BEGIN PGP PUBLIC KEY BLOCK-----|-----END PGP PUBLIC KEY BLOCK-----,"
        + " Unable to decode key: no key of version 4",
  })
  void saysWhatIsWrongWithTheText(String text, String reason) {
    assertThatThrownBy(() -> Keyring.parse(text.replace('|', '\n')))
        .isInstanceOf(UnusableKeyringException.class)
        .hasMessage(reason);
  }

  @Test
  void readsNoMoreThanItsLimit() {
    String fits = SimpleFixtures.armoured("bob.pub.asc");
    String longest = fits + "x".repeat(Keyring.MAX_LENGTH - fits.length());

    assertThatCode(() -> Keyring.parse(longest)).doesNotThrowAnyException();
    assertThatThrownBy(() -> Keyring.parse(longest + "x"))
        .hasMessage("Unable to decode key: more than 524288 characters");
  }

  @Test
  void isEqualToOneOfTheSameText() {
    Keyring alice = SimpleFixtures.keyring("alice.pub.asc");
    Keyring bob = SimpleFixtures.keyring("bob.pub.asc");

    assertThat(SimpleFixtures.keyring("alice.pub.asc"))
        .isEqualTo(alice)
        .hasSameHashCodeAs(alice)
        .hasToString(alice.toString())
        .isNotEqualTo(bob)
        .isNotEqualTo("alice");
    assertThat(alice.toString()).startsWith("Keyring[").isNotEqualTo(bob.toString());
  }

  @Test
  void isReadOnceForAsLongAsItIsRemembered() throws Exception {
    KeyringCache cache = new KeyringCache();
    String text = SimpleFixtures.armoured("alice.pub.asc");

    assertThat(cache.parse(text)).isSameAs(cache.parse(text)).isEqualTo(Keyring.parse(text));
    assertThat(cache.parse(SimpleFixtures.armoured("bob.pub.asc"))).isNotEqualTo(cache.parse(text));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> cache.parse("")).isInstanceOf(UnusableKeyringException.class);
    }
  }

  @Test
  void readsEveryBlock() {
    Keyring keys = SimpleFixtures.keyring("alice.pub.asc", "bob.pub.asc");

    assertThat(judge(keys, "ok-alice"))
        .isEqualTo(new SignatureFinding.Accepted(SimpleFixtures.ALICE, Instant.MAX));
    assertThat(judge(keys, "ok-bob")).isInstanceOf(SignatureFinding.Accepted.class);
    assertRefused(judge(keys, "ok-carol"), ReasonCode.UNTRUSTED_KEY);
  }

  @Test
  void aRevocationInAnyCopyOfAKeyCounts() {
    assertThat(judge(SimpleFixtures.keyring("rita.pub.asc"), "revoked-key"))
        .isInstanceOf(SignatureFinding.Accepted.class);
    assertRefused(
        judge(SimpleFixtures.keyring("rita.pub.asc", "rita-revoked.pub.gpg"), "revoked-key"),
        ReasonCode.UNTRUSTED_KEY);
    assertRefused(
        judge(SimpleFixtures.keyring("rita-revoked.pub.gpg", "rita.pub.asc"), "revoked-key"),
        ReasonCode.UNTRUSTED_KEY);
  }

  @Test
  void refusesASubkeyThatAnotherKeyHasAdopted() throws Exception {
    List<Packet> adopted = new ArrayList<>(packets("alice.pub.asc"));
    List<Packet> carol = packets("carol.pub.asc");
    adopted.addAll(carol.subList(firstSubkey(carol), carol.size()));

    assertRefused(judge(keyring(adopted), "ok-carol"), ReasonCode.UNTRUSTED_KEY);
  }

  @Test
  void refusesASubkeyWithoutBinding() throws Exception {
    List<Packet> carol = new ArrayList<>(packets("carol.pub.asc"));
    carol.remove(firstSubkey(carol) + 1);

    assertRefused(judge(keyring(carol), "ok-carol"), ReasonCode.UNTRUSTED_KEY);
  }

  @Test
  void refusesASubkeyThatDoesNotCertifyItsPrimaryKey() throws Exception {
    List<Packet> carol = new ArrayList<>(packets("carol.pub.asc"));
    int binding = firstSubkey(carol) + 1;
    byte[] body = carol.get(binding).body().clone();
    int embedded = indexOfEmbeddedSignature(body);
    body[embedded + 60] ^= 1;
    carol.set(binding, new Packet(Packet.SIGNATURE, body));

    assertRefused(judge(keyring(carol), "ok-carol"), ReasonCode.UNTRUSTED_KEY);
  }

  @Test
  void refusesAKeyWithoutAValidStatementByItsOwner() throws Exception {
    List<Packet> bob =
        packets("bob.pub.asc").stream().filter(p -> p.tag() != Packet.SIGNATURE).toList();

    assertRefused(judge(keyring(bob), "ok-bob"), ReasonCode.UNTRUSTED_KEY);
  }

  @Test
  void refusesAPacketThatClaimsMoreThanThereIs() {
    byte[] claim = {
      (byte) 0xC6, (byte) 0xFF, (byte) 0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 4
    };

    assertThatThrownBy(() -> Keyring.parse(SimpleFixtures.armour(claim)))
        .isInstanceOf(UnusableKeyringException.class)
        .hasMessageContaining("cut short");
  }

  private static SignatureFinding judge(Keyring keys, String signature) {
    return SimpleFixtures.check(keys).judge(SimpleFixtures.signature(signature));
  }

  private static void assertRefused(SignatureFinding finding, ReasonCode code) {
    assertThat(finding)
        .isInstanceOfSatisfying(
            SignatureFinding.Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  private static List<Packet> packets(String file) throws Exception {
    return Packet.all(Armor.blocks(SimpleFixtures.armoured(file)).getFirst(), 100);
  }

  private static int firstSubkey(List<Packet> packets) {
    return packets.stream().map(Packet::tag).toList().indexOf(Packet.PUBLIC_SUBKEY);
  }

  /** Version 4, class 0x19: a primary key binding. */
  private static int indexOfEmbeddedSignature(byte[] body) {
    for (int i = 6; i < body.length - 1; i++) {
      if (body[i] == 4 && body[i + 1] == 0x19) {
        return i;
      }
    }
    throw new IllegalArgumentException("no embedded signature");
  }

  private static Keyring keyring(List<Packet> packets) throws UnusableKeyringException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    packets.forEach(packet -> out.writeBytes(packet.encoded()));
    return Keyring.parse(SimpleFixtures.armour(out.toByteArray()));
  }
}
