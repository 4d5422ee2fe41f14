/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.image;

import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A SHA-256 content digest in the form {@code sha256:<64 lower-case hex digits>}.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests">OCI
 *     descriptor, digests</a>
 */
public record Digest(String hex) {

  private static final String PREFIX = "sha256:";

  public Digest {
    requireNonNull(hex, "hex");
    if (!ReferenceGrammar.isSha256(hex)) {
      throw new IllegalArgumentException("not 64 lower-case hex digits");
    }
  }

  /** The digest in {@code text}, or empty when it has any other form. */
  public static Optional<Digest> parse(String text) {
    String hex = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : "";
    return ReferenceGrammar.isSha256(hex) ? Optional.of(new Digest(hex)) : Optional.empty();
  }

  /** The digest of {@code content}. */
  public static Digest of(byte[] content) {
    try {
      return new Digest(
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return PREFIX + hex;
  }
}
