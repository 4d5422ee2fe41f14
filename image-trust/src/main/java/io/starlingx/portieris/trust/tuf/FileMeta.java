/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Length and hashes that one file states about another. Unknown hash algorithms are ignored. */
@SuppressWarnings("ArrayRecordComponent") // private to the package, never compared
record FileMeta(long length, Digest sha256, Optional<byte[]> sha512) {

  private static final int SHA256_LENGTH = 32;
  private static final int SHA512_LENGTH = 64;

  static FileMeta parse(Members meta) throws TufException {
    Optional<byte[]> sha256 = hash(meta, "sha256", SHA256_LENGTH);
    if (sha256.isEmpty()) {
      throw TufException.malformed(meta.where() + ": a sha256 hash is missing or too long");
    }
    Members hashes = meta.object("hashes");
    Optional<byte[]> sha512 = hash(meta, "sha512", SHA512_LENGTH);
    if (sha512.isEmpty() && hashes.find("sha512").isPresent()) {
      throw TufException.malformed(meta.where() + ": a sha512 hash is not 64 bytes long");
    }
    return new FileMeta(
        meta.integer("length", 0), new Digest(HexFormat.of().formatHex(sha256.get())), sha512);
  }

  /** The hash of this algorithm if it has the right length; hex text in its place has not. */
  static Optional<byte[]> hash(Members meta, String algorithm, int length) throws TufException {
    Members hashes = meta.object("hashes");
    return hashes.find(algorithm).isEmpty()
        ? Optional.empty()
        : Optional.of(hashes.base64(algorithm)).filter(hash -> hash.length == length);
  }

  /**
   * That {@code file} is the one.
   *
   * @throws TufException CHECKSUM
   */
  void require(String role, byte[] file) throws TufException {
    Optional<String> difference = difference(file);
    if (difference.isPresent()) {
      throw mismatch(difference.get(), role);
    }
  }

  /** Whether {@code file} is the one. */
  boolean describes(byte[] file) {
    return difference(file).isEmpty();
  }

  private Optional<String> difference(byte[] file) {
    if (file.length != length) {
      return Optional.of("length");
    }
    if (!Digest.of(file).equals(sha256)) {
      return Optional.of("sha256");
    }
    return sha512.filter(hash -> !Arrays.equals(sha512(file), hash)).map(hash -> "sha512");
  }

  static TufException mismatch(String what, String role) {
    return new TufException(ReasonCode.CHECKSUM, what + " checksum for " + role + " did not match");
  }

  private static byte[] sha512(byte[] file) {
    try {
      return MessageDigest.getInstance("SHA-512").digest(file);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK has SHA-512", e);
    }
  }
}
