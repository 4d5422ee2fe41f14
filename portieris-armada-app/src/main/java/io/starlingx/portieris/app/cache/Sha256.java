/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 over a row of parts, each with its length, so that no two rows are one. Used once. */
public final class Sha256 {

  private final MessageDigest digest;

  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  public Sha256 add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  public Sha256 add(byte[] bytes) {
    return add(bytes, 0, bytes.length);
  }

  public Sha256 add(byte[] bytes, int start, int length) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).flip());
    digest.update(bytes, start, length);
    return this;
  }

  /** Of these bytes alone, as everybody computes it. */
  public String bare(byte[] bytes) {
    digest.update(bytes);
    return hex();
  }

  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
