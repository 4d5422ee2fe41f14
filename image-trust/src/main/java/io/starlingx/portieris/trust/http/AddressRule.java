/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Which addresses a request may connect to whose target the operator did not name. Asked about the
 * very address that is then connected to, so that a name cannot resolve differently in between.
 */
@FunctionalInterface
public interface AddressRule {

  /** Whether a connection to this address and port may be opened. */
  boolean permits(InetAddress address, int port);

  /** Any address: for a program that runs on behalf of the person who named the target. */
  static AddressRule allowAll() {
    return (address, port) -> true;
  }

  /**
   * No address that only this host or its cluster may reach: loopback, link-local, unspecified and
   * multicast ones, the metadata services of clouds and the API server at its port. Private
   * addresses are permitted: trust servers of a closed network live there.
   *
   * @param allowed exceptions: {@code address}, {@code address/bits}, {@code address:port} or
   *     {@code [address]:port}
   * @param apiServer every address and port of the API server
   * @throws IllegalArgumentException naming the entry of {@code allowed} that is none of these
   */
  static AddressRule webhook(List<String> allowed, List<InetSocketAddress> apiServer) {
    return new ShieldedAddresses(
        allowed.stream().map(ShieldedAddresses.Exemption::parse).toList(), apiServer);
  }
}
