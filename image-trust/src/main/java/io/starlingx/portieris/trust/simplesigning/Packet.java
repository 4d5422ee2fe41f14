/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One OpenPGP packet whose framing has been taken off. All lengths are checked here against the
 * bytes that are there, before any other code sees them.
 *
 * @param tag the packet's type
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9580#section-4">RFC 9580 section 4</a>
 */
@SuppressWarnings("ArrayRecordComponent") // within this package, never changed and never compared
record Packet(int tag, byte[] body) {

  static final int SIGNATURE = 2;
  static final int ONE_PASS_SIGNATURE = 4;
  static final int PUBLIC_KEY = 6;
  static final int COMPRESSED = 8;
  static final int LITERAL = 11;
  static final int USER_ID = 13;
  static final int PUBLIC_SUBKEY = 14;
  static final int USER_ATTRIBUTE = 17;

  /** All packets of {@code bytes}, one after the other and nothing else. */
  static List<Packet> all(byte[] bytes, int most) throws RefusedSignatureException {
    Reader reader = new Reader(bytes);
    List<Packet> packets = new ArrayList<>();
    while (!reader.atEnd()) {
      if (packets.size() == most) {
        throw RefusedSignatureException.malformed("more than " + most + " OpenPGP packets");
      }
      packets.add(reader.next());
    }
    return packets;
  }

  /** The first octet of the body, which most packets begin their version with; 0 when empty. */
  int version() {
    return body.length == 0 ? 0 : body[0] & 0xFF;
  }

  /** The packet with the plainest framing there is. */
  byte[] encoded() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 6);
    out.write(0xC0 | tag);
    out.write(0xFF);
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.write(body.length >>> shift);
    }
    out.writeBytes(body);
    return out.toByteArray();
  }

  private static final class Reader {
    private final byte[] bytes;
    private int at;

    Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    boolean atEnd() {
      return at == bytes.length;
    }

    Packet next() throws RefusedSignatureException {
      int first = octet();
      if ((first & 0x80) == 0) {
        throw RefusedSignatureException.malformed("not an OpenPGP packet");
      }
      return (first & 0x40) == 0
          ? oldFormat((first >> 2) & 0x0F, first & 0x03)
          : newFormat(first & 0x3F);
    }

    private Packet oldFormat(int tag, int lengthType) throws RefusedSignatureException {
      if (lengthType < 3) {
        return new Packet(tag, take(number(1 << lengthType)));
      }
      if (tag != COMPRESSED) {
        throw RefusedSignatureException.malformed("a packet of indeterminate length");
      }
      return new Packet(tag, take(bytes.length - at));
    }

    private Packet newFormat(int tag) throws RefusedSignatureException {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      int length = octet();
      while (length >= 224 && length < 255) {
        if (tag != COMPRESSED && tag != LITERAL) {
          throw RefusedSignatureException.malformed("a packet in parts that must be whole");
        }
        body.writeBytes(take(1L << (length & 0x1F)));
        length = octet();
      }
      if (length == 255) {
        body.writeBytes(take(number(4)));
      } else if (length >= 192) {
        body.writeBytes(take(((length - 192L) << 8) + octet() + 192));
      } else {
        body.writeBytes(take(length));
      }
      return new Packet(tag, body.toByteArray());
    }

    private long number(int octets) throws RefusedSignatureException {
      long number = 0;
      for (int i = 0; i < octets; i++) {
        number = (number << 8) | octet();
      }
      return number;
    }

    private int octet() throws RefusedSignatureException {
      return take(1)[0] & 0xFF;
    }

    private byte[] take(long length) throws RefusedSignatureException {
      if (length > bytes.length - at) {
        throw RefusedSignatureException.malformed("an OpenPGP packet is cut short");
      }
      byte[] taken = Arrays.copyOfRange(bytes, at, at + (int) length);
      at += (int) length;
      return taken;
    }
  }
}
