/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static java.util.Objects.requireNonNull;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A block of addresses in CIDR notation; a single address is a block of its own. An IPv6 address
 * that only wraps an IPv4 address counts as that one.
 *
 * @param bits number of leading bits that must be equal
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4632#section-3.1">RFC 4632 section 3.1</a>
 */
record AddressRange(InetAddress base, int bits) {

  AddressRange {
    requireNonNull(base, "base");
  }

  /** {@code 10.0.0.0/8}, {@code fd00::/8}, {@code 127.0.0.1}, {@code ::1} or {@code [::1]}. */
  static Optional<AddressRange> parse(String text) {
    int slash = text.indexOf('/');
    return literal(slash < 0 ? text : text.substring(0, slash))
        .flatMap(
            base -> {
              int all = base.getAddress().length * 8;
              int bits = slash < 0 ? all : number(text.substring(slash + 1));
              return bits < 0 || bits > all
                  ? Optional.empty()
                  : Optional.of(new AddressRange(base, bits));
            });
  }

  /** The address that {@code text} spells out, without asking a name server. */
  static Optional<InetAddress> literal(String text) {
    boolean bracketed = text.startsWith("[") && text.endsWith("]");
    String bare = bracketed ? text.substring(1, text.length() - 1) : text;
    boolean plausible =
        bare.indexOf(':') >= 0 || (!bracketed && bare.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}"));
    if (!plausible || bare.indexOf('%') >= 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(unwrapped(InetAddress.ofLiteral(bare)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  boolean contains(InetAddress address) {
    byte[] mine = base.getAddress();
    byte[] theirs = unwrapped(address).getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    int whole = bits / 8;
    int rest = bits % 8;
    int mask = rest == 0 ? 0 : 0xff << (8 - rest);
    return Arrays.equals(mine, 0, whole, theirs, 0, whole)
        && (rest == 0 || (mine[whole] & mask) == (theirs[whole] & mask));
  }

  /**
   * The IPv4 address that an IPv6 address stands for when it is mapped, compatible, translated
   * (SIIT, NAT64) or 6to4; any other address as it is.
   */
  static InetAddress unwrapped(InetAddress address) {
    byte[] b = address.getAddress();
    if (b.length != 16) {
      return address;
    }
    if (b[0] == 0x20 && b[1] == 0x02) {
      return ipv4(b, 2);
    }
    boolean nat64 = startsWith(b, 0x00, 0x64, 0xff, 0x9b);
    boolean zeros = startsWith(b, 0, 0, 0, 0, 0, 0, 0, 0);
    boolean mapped = zeros && b[8] == 0 && b[9] == 0 && (b[10] & b[11] & 0xff) == 0xff;
    boolean translated = zeros && (b[8] & b[9] & 0xff) == 0xff && b[10] == 0 && b[11] == 0;
    boolean compatible =
        zeros && b[8] == 0 && b[9] == 0 && b[10] == 0 && b[11] == 0 && (b[12] | b[13]) != 0;
    return nat64 || mapped || translated || compatible ? ipv4(b, 12) : address;
  }

  private static boolean startsWith(byte[] bytes, int... prefix) {
    for (int i = 0; i < prefix.length; i++) {
      if ((bytes[i] & 0xff) != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  private static InetAddress ipv4(byte[] bytes, int from) {
    try {
      return Inet4Address.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
  }
}
