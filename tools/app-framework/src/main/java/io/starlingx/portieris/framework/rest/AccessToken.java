/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.rest;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;

/** The secret that every request must bring in its header {@code X-Auth-Token}. */
public final class AccessToken {

  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{16,4096}");
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);
  private static final int RANDOM_BYTES = 32;

  private final byte[] digest;

  private AccessToken(String text) {
    this.digest = digest(text);
  }

  /**
   * That text, of 16 to 4096 printable ASCII characters without blanks.
   *
   * @throws IllegalArgumentException when it has another form; the message does not repeat it
   */
  public static AccessToken of(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a token has 16 to 4096 printable ASCII characters, and no blanks");
    }
    return new AccessToken(text);
  }

  /** A new text that nobody can guess: 256 bits. */
  public static String random(SecureRandom random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * The text in a file, without the line end after it.
   *
   * @throws IOException when the file cannot be read, others than its owner may read or write it,
   *     or it holds no token; the message names the file
   */
  public static AccessToken read(Path file) throws IOException {
    if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
      throw new IOException(
          file + " can be read or written by others than its owner; run: chmod 600 " + file);
    }
    if (Files.size(file) > 8192) {
      throw new IOException(file + " is too large for a token");
    }
    try {
      return of(Files.readString(file).stripTrailing());
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is not text", e);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /** Whether this is the token; takes the same time for every wrong one. */
  boolean matches(String text) {
    return MessageDigest.isEqual(digest, digest(text));
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return "AccessToken";
  }
}
