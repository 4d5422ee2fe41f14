/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The webhook's {@link AddressRule}. */
record ShieldedAddresses(List<Exemption> exemptions, List<InetSocketAddress> apiServer)
    implements AddressRule {

  private static final List<AddressRange> SHIELDED =
      Stream.of(
              "0.0.0.0/8",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "100.100.100.200",
              "168.63.129.16",
              "192.0.0.192",
              "224.0.0.0/4",
              "255.255.255.255",
              "::",
              "::1",
              "fe80::/10",
              "fd00:ec2::254",
              "fd20:ce::254",
              "ff00::/8")
          .map(text -> AddressRange.parse(text).orElseThrow())
          .toList();

  ShieldedAddresses {
    exemptions = List.copyOf(exemptions);
    apiServer = List.copyOf(apiServer);
  }

  /** Addresses that the operator permits, on one port or on all. */
  record Exemption(AddressRange range, OptionalInt port) {

    static Exemption parse(String text) {
      return AddressRange.parse(text)
          .map(range -> new Exemption(range, OptionalInt.empty()))
          .or(() -> withPort(text))
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "\""
                          + text
                          + "\" is not an address or address/bits, with or without :port, or"
                          + " [address]:port"));
    }

    private static Optional<Exemption> withPort(String text) {
      int colon = text.lastIndexOf(':');
      if (colon < 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
        return Optional.empty();
      }
      int port = Integer.parseInt(text.substring(colon + 1));
      return AddressRange.parse(text.substring(0, colon))
          .map(range -> new Exemption(range, OptionalInt.of(port)));
    }

    boolean covers(InetAddress address, int to) {
      return range.contains(address) && (port.isEmpty() || port.getAsInt() == to);
    }
  }

  @Override
  public boolean permits(InetAddress address, int port) {
    return exemptions.stream().anyMatch(exemption -> exemption.covers(address, port))
        || (SHIELDED.stream().noneMatch(range -> range.contains(address))
            && apiServer.stream().noneMatch(server -> isAt(server, address, port)));
  }

  private static boolean isAt(InetSocketAddress server, InetAddress address, int port) {
    return server.getPort() == port
        && server.getAddress() != null
        && AddressRange.unwrapped(server.getAddress()).equals(AddressRange.unwrapped(address));
  }
}
