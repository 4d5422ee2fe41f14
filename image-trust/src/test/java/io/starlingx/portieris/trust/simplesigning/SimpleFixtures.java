/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.policy.SigningRequirement.SignedIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;

/** Signatures and keys that were made with gpg. */
final class SimpleFixtures {

  static final Path ROOT = Path.of("src/test/resources/fixtures/simple");
  static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
  static final ImageReference IMAGE = ImageReference.of("localhost:15000/team/app:v1");
  static final String ALICE = "561BB1F59C03DBD80DA906D47D3023FDF4EE3E3F";

  private SimpleFixtures() {}

  static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(ROOT.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] signature(String name) {
    return bytes("sigs/" + name + ".sig");
  }

  static Digest manifest() {
    return Digest.of(bytes("manifest-v1.json"));
  }

  /** Keys by file, armoured where the file is binary. */
  static String armoured(String file) {
    byte[] content = bytes("keys/" + file);
    return file.endsWith(".asc") ? new String(content, UTF_8) : armour(content);
  }

  static String armour(byte[] packets) {
    return "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n"
        + new String(Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(packets), US_ASCII)
        + "\n-----END PGP PUBLIC KEY BLOCK-----\n";
  }

  static Keyring keyring(String... files) {
    StringBuilder text = new StringBuilder();
    for (String file : files) {
      text.append(armoured(file)).append('\n');
    }
    try {
      return Keyring.parse(text.toString());
    } catch (UnusableKeyringException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static SignatureCheck check(Keyring keys) {
    return check(keys, NOW);
  }

  static SignatureCheck check(Keyring keys, Instant now) {
    return new SignatureCheck(keys, new SignedIdentity.MatchRepository(), IMAGE, manifest(), now);
  }
}
