/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.rehearsal;

import io.starlingx.portieris.app.image.ImageException;
import io.starlingx.portieris.app.rehearsal.SigningKey.Algorithm;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/**
 * Who signs the repositories, with keys that are thrown away: most with P-256 throughout, as
 * Notary's client does, one of eight with a root of RSA, one of eight with targets of Ed25519.
 *
 * @param root certified for every repository of {@link #REGISTRIES}
 * @param rsaRoot the same of RSA
 * @param signer to whom all repositories delegate
 */
record Publisher(SigningKey root, SigningKey rsaRoot, SigningKey signer) {

  /** What the repositories' names begin with. */
  static final String REGISTRIES = "registry.example.com/";

  /** What those begin with whose roots the policy names. */
  static final String PINNED = REGISTRIES + "pinned/";

  private static final int KINDS = 8;
  private static final String CODE_SIGNING = "ExtendedKeyUsage=codeSigning";

  /**
   * Makes the keys.
   *
   * @param work a folder for their files
   */
  static Publisher create(Path work) throws IOException, ImageException, GeneralSecurityException {
    return new Publisher(
        root(work.resolve("root.p12"), Algorithm.P256),
        root(work.resolve("rsa-root.p12"), Algorithm.RSA),
        SigningKey.generate(Algorithm.P256));
  }

  private static SigningKey root(Path file, Algorithm algorithm)
      throws IOException, ImageException, GeneralSecurityException {
    return SigningKey.certified(
        KeyStoreFile.make(file, algorithm, REGISTRIES + "*", CODE_SIGNING), algorithm);
  }

  SigningKey root(String repository) {
    return kind(repository) == 0 ? rsaRoot : root;
  }

  SigningKey targets(String repository) throws GeneralSecurityException {
    return SigningKey.generate(kind(repository) == 1 ? Algorithm.ED25519 : Algorithm.P256);
  }

  private static int kind(String repository) {
    return Math.floorMod(repository.hashCode(), KINDS);
  }
}
