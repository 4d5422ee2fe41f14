/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Public key blocks in ASCII armour. Text around the blocks and their headers are passed over; the
 * checksum is not needed, since the keys' own signatures are checked.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9580#section-6">RFC 9580 section 6</a>
 */
final class Armor {

  private static final String BEGIN = "-----BEGIN ";
  private static final String DASHES = "-----";
  private static final String PUBLIC_KEYS = "PGP PUBLIC KEY BLOCK";

  private Armor() {}

  /** The blocks, at least one. */
  static List<byte[]> blocks(String text) throws UnusableKeyringException {
    List<byte[]> blocks = new ArrayList<>();
    int at = text.indexOf(BEGIN);
    while (at >= 0) {
      int typeEnd = text.indexOf(DASHES, at + BEGIN.length());
      String type = typeEnd < 0 ? "" : text.substring(at + BEGIN.length(), typeEnd);
      int end = text.indexOf("-----END " + type + DASHES, at);
      if (typeEnd < 0 || end < typeEnd) {
        throw new UnusableKeyringException("Unable to decode key: unexpected EOF");
      }
      if (!type.equals(PUBLIC_KEYS)) {
        throw new UnusableKeyringException("Expected \"" + PUBLIC_KEYS + "\" not found: " + type);
      }
      blocks.add(content(text.substring(typeEnd + DASHES.length(), end)));
      at = text.indexOf(BEGIN, end + DASHES.length());
    }
    if (blocks.isEmpty()) {
      throw new UnusableKeyringException("Unable to decode key: EOF");
    }
    return blocks;
  }

  private static byte[] content(String block) throws UnusableKeyringException {
    StringBuilder base64 = new StringBuilder();
    Optional<String> checksum = Optional.empty();
    for (String line : block.lines().map(String::strip).toList()) {
      if (line.indexOf(':') >= 0 || line.isEmpty()) {
        continue;
      }
      if (checksum.isPresent()) {
        throw new UnusableKeyringException("Unable to decode key: text after the checksum");
      }
      if (line.startsWith("=")) {
        checksum = Optional.of(line);
      } else {
        base64.append(line);
      }
    }
    try {
      return Base64.getDecoder().decode(base64.toString());
    } catch (IllegalArgumentException e) {
      throw new UnusableKeyringException("Unable to decode key: not base64");
    }
  }
}
