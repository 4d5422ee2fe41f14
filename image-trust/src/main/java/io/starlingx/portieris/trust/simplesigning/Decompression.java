/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.bouncycastle.apache.bzip2.CBZip2InputStream;

/**
 * The content of a compressed packet, never more than a limit of it in memory.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9580#section-9.4">RFC 9580 section 9.4</a>
 */
final class Decompression {

  private static final int BUFFER = 8 * 1024;

  private final int limit;

  Decompression(int limit) {
    this.limit = limit;
  }

  byte[] content(Packet compressed) throws RefusedSignatureException {
    byte[] body = compressed.body();
    if (body.length == 0) {
      throw RefusedSignatureException.malformed("an empty compressed packet");
    }
    byte[] data = Arrays.copyOfRange(body, 1, body.length);
    return switch (body[0]) {
      case 0 -> data;
      case 1 -> inflated(data, true);
      case 2 -> inflated(data, false);
      case 3 -> bunzipped(data);
      default -> throw RefusedSignatureException.malformed("an unknown compression");
    };
  }

  private byte[] inflated(byte[] data, boolean raw) throws RefusedSignatureException {
    try (Inflater inflater = new Inflater(raw)) {
      inflater.setInput(data);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[BUFFER];
      while (!inflater.finished()) {
        int read = inflater.inflate(buffer);
        if (read == 0 && !inflater.finished()) {
          throw RefusedSignatureException.malformed("compressed data are cut short");
        }
        append(out, buffer, read);
      }
      if (inflater.getRemaining() > 0) {
        throw RefusedSignatureException.malformed("something follows the compressed data");
      }
      return out.toByteArray();
    } catch (DataFormatException e) {
      throw RefusedSignatureException.malformed("compressed data are damaged");
    }
  }

  private byte[] bunzipped(byte[] data) throws RefusedSignatureException {
    try (InputStream in = new CBZip2InputStream(new ByteArrayInputStream(data))) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        append(out, buffer, read);
      }
      return out.toByteArray();
    } catch (IOException | RuntimeException e) {
      // The decoder answers damaged input with whatever its tables run into.
      throw RefusedSignatureException.malformed("compressed data are damaged");
    }
  }

  private void append(ByteArrayOutputStream out, byte[] buffer, int read)
      throws RefusedSignatureException {
    if (out.size() + read > limit) {
      throw new RefusedSignatureException(
          Stage.FORM, ReasonCode.TOO_LARGE, "decompresses to more than " + limit + " bytes");
    }
    out.write(buffer, 0, read);
  }
}
