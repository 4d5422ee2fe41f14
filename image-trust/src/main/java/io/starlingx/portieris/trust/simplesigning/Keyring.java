/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.starlingx.portieris.trust.image.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.jspecify.annotations.Nullable;

/**
 * The public keys that may sign, each with what its owner said about it: expiry, revocation, which
 * subkeys are bound to it. Two keyrings are equal when they were read from the same text.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9580#section-10.1">RFC 9580 section 10.1</a>
 */
public final class Keyring {

  /** Longest text, in characters. */
  public static final int MAX_LENGTH = 512 * 1024;

  private static final int MAX_PACKETS = 4_000;
  private static final int MAX_RINGS = 100;
  private static final int VERSION = 4;
  private static final List<Integer> KEPT =
      List.of(
          Packet.SIGNATURE,
          Packet.PUBLIC_KEY,
          Packet.USER_ID,
          Packet.PUBLIC_SUBKEY,
          Packet.USER_ATTRIBUTE);

  private final String id;
  private final List<SigningKey> keys;

  private Keyring(String id, List<SigningKey> keys) {
    this.id = id;
    this.keys = List.copyOf(keys);
  }

  /**
   * The keys of one or several {@code PGP PUBLIC KEY BLOCK}s.
   *
   * @throws UnusableKeyringException when there is anything else, or no key of version 4
   */
  public static Keyring parse(String armoured) throws UnusableKeyringException {
    if (armoured.isBlank()) {
      throw new UnusableKeyringException("Key: empty");
    }
    if (armoured.length() > MAX_LENGTH) {
      throw new UnusableKeyringException(
          "Unable to decode key: more than " + MAX_LENGTH + " characters");
    }
    Map<String, PGPPublicKeyRing> rings = new LinkedHashMap<>();
    for (byte[] block : Armor.blocks(armoured)) {
      for (byte[] encoded : rings(block)) {
        add(rings, ring(encoded));
      }
    }
    List<SigningKey> keys =
        rings.values().stream().flatMap(ring -> KeyStanding.of(ring).stream()).toList();
    if (keys.isEmpty()) {
      throw new UnusableKeyringException("Unable to decode key: no key of version 4");
    }
    return new Keyring(Digest.of(armoured.getBytes(UTF_8)).hex(), keys);
  }

  /** What one copy of a key says, a revocation or a later expiry, holds for all its copies. */
  private static void add(Map<String, PGPPublicKeyRing> rings, PGPPublicKeyRing ring)
      throws UnusableKeyringException {
    String fingerprint = HexFormat.of().formatHex(ring.getPublicKey().getFingerprint());
    PGPPublicKeyRing known = rings.get(fingerprint);
    try {
      rings.put(fingerprint, known == null ? ring : PGPPublicKeyRing.join(known, ring));
    } catch (PGPException | RuntimeException e) {
      throw new UnusableKeyringException("Unable to decode key: copies of a key do not agree");
    }
    if (rings.size() > MAX_RINGS) {
      throw new UnusableKeyringException("Unable to decode key: more than " + MAX_RINGS + " keys");
    }
  }

  /** The encoded parts of {@code block} that begin with a primary key of the one known version. */
  private static List<byte[]> rings(byte[] block) throws UnusableKeyringException {
    List<byte[]> rings = new ArrayList<>();
    ByteArrayOutputStream ring = new ByteArrayOutputStream();
    boolean keep = false;
    for (Packet packet : packets(block)) {
      boolean primary = packet.tag() == Packet.PUBLIC_KEY;
      if (primary) {
        add(rings, ring);
      }
      if (primary || packet.tag() == Packet.PUBLIC_SUBKEY) {
        keep = packet.version() == VERSION && (primary || ring.size() > 0);
      }
      boolean known = packet.tag() != Packet.SIGNATURE || packet.version() == VERSION;
      if (keep && known && KEPT.contains(packet.tag())) {
        ring.writeBytes(packet.encoded());
      }
    }
    add(rings, ring);
    return rings;
  }

  private static void add(List<byte[]> rings, ByteArrayOutputStream ring) {
    if (ring.size() > 0) {
      rings.add(ring.toByteArray());
      ring.reset();
    }
  }

  private static List<Packet> packets(byte[] block) throws UnusableKeyringException {
    try {
      return Packet.all(block, MAX_PACKETS);
    } catch (RefusedSignatureException e) {
      throw new UnusableKeyringException("Unable to decode key: " + e.reason());
    }
  }

  private static PGPPublicKeyRing ring(byte[] encoded) throws UnusableKeyringException {
    try {
      return new PGPPublicKeyRing(encoded, new BcKeyFingerprintCalculator());
    } catch (IOException | RuntimeException e) {
      // Bouncy Castle answers damaged packets with exceptions of many kinds.
      throw new UnusableKeyringException("Unable to decode key: a damaged key");
    }
  }

  /** The keys that a signature says it was made by, primary keys and subkeys; usually one. */
  List<SigningKey> makersOf(PGPSignature signature) {
    return keys.stream()
        .filter(
            key ->
                signature.getKeyIdentifiers().stream()
                    .anyMatch(named -> named.matchesExplicit(key.key().getKeyIdentifier())))
        .toList();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Keyring that && id.equals(that.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "Keyring[" + id + "]";
  }
}
