/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.image;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;

/**
 * The one spelling of an IPv6 address in brackets, however it was written.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5952#section-4">RFC 5952 section 4</a>
 */
public final class Ipv6Literal {

  private static final int GROUPS = 8;

  private Ipv6Literal() {}

  /** {@code [fd00::1]} for {@code [FD00:0::0001]}; what is no address in brackets as it is. */
  public static String canonical(String host) {
    if (!host.startsWith("[") || !host.endsWith("]")) {
      return host;
    }
    try {
      return InetAddress.ofLiteral(host.substring(1, host.length() - 1)) instanceof Inet6Address a
          ? "[" + compressed(a.getAddress()) + "]"
          : host.toLowerCase(Locale.ROOT); // wraps an IPv4 address, which is another name
    } catch (IllegalArgumentException e) {
      return host.toLowerCase(Locale.ROOT);
    }
  }

  /** Of several longest runs of zero groups the first is left out, a single group never. */
  private static String compressed(byte[] address) {
    int start = GROUPS;
    int length = 1;
    for (int i = 0; i < GROUPS; i++) {
      int end = i;
      while (end < GROUPS && group(address, end) == 0) {
        end++;
      }
      if (end - i > length) {
        start = i;
        length = end - i;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == start) {
        text.append("::");
        i += length - 1;
      } else {
        text.append(i == 0 || i == start + length ? "" : ":");
        text.append(Integer.toHexString(group(address, i)));
      }
    }
    return text.toString();
  }

  private static int group(byte[] address, int index) {
    return (address[2 * index] & 0xFF) << 8 | (address[2 * index + 1] & 0xFF);
  }
}
