/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A gzip file without name and time, in which some parts are stored.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1951#section-3.2.4">RFC 1951 §3.2.4</a>
 */
final class GzipStream extends GZIPOutputStream {

  /** Level 9 takes 2.6 times as long for 0.6 % less. */
  private static final int LEVEL = 6;

  GzipStream(OutputStream out, int buffer) throws IOException {
    super(out, buffer);
    def.setLevel(LEVEL);
  }

  /** What is written from now on is compressed, or only stored. */
  void compress(boolean isWorthIt) throws IOException {
    def.setLevel(isWorthIt ? LEVEL : Deflater.NO_COMPRESSION);
    // The deflater changes its level at the end of its next call, with whatever that is given.
    for (int n = def.deflate(buf, 0, buf.length); n > 0; n = def.deflate(buf, 0, buf.length)) {
      out.write(buf, 0, n);
    }
  }
}
