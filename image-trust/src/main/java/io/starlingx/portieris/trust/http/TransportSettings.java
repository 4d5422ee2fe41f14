/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static java.util.Objects.requireNonNull;

/**
 * What the operator decides about outbound requests.
 *
 * @param addresses where requests may go whose target the operator did not name
 */
public record TransportSettings(
    AuthoritySource authorities, ProxySettings proxy, AddressRule addresses) {
  public TransportSettings {
    requireNonNull(authorities, "authorities");
    requireNonNull(proxy, "proxy");
    requireNonNull(addresses, "addresses");
  }
}
