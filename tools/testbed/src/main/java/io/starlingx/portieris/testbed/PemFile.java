/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed;

import java.nio.file.Path;
import java.util.Base64;

/** Writes one PEM block (RFC 7468) per file. */
final class PemFile {

  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private PemFile() {}

  static Path write(Path file, String label, byte[] der) {
    return PrivateFile.write(file, text(label, der));
  }

  private static String text(String label, byte[] der) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(label, LINES.encodeToString(der));
  }
}
