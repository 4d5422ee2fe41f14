/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.image.Digest;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Content that a role vouches for.
 *
 * @param length of the manifest or index, in bytes
 * @param digest empty when the entry holds no SHA-256 of the right length, so that nobody can be
 *     held to it
 */
public record Target(long length, Optional<Digest> digest) {

  private static final int SHA256_LENGTH = 32;
  private static final int SHA512_LENGTH = 64;

  public Target {
    requireNonNull(digest, "digest");
  }

  static Target parse(Members target) throws TufException {
    boolean sound =
        target.object("hashes").find("sha512").isEmpty()
            || FileMeta.hash(target, "sha512", SHA512_LENGTH).isPresent();
    return new Target(
        target.integer("length", 0),
        FileMeta.hash(target, "sha256", SHA256_LENGTH)
            .filter(hash -> sound)
            .map(hash -> new Digest(HexFormat.of().formatHex(hash))));
  }
}
