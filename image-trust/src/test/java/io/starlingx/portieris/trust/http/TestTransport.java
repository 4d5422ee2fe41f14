/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import io.starlingx.portieris.testbed.TestAuthority;
import java.util.List;

/** Requests to servers of the test bed: no proxy, any address. */
public final class TestTransport {

  private TestTransport() {}

  /** A transport that trusts the servers of {@code authority}. */
  public static HttpTransport trusting(TestAuthority authority) {
    return new HttpTransport(
        new TransportSettings(
            () -> List.of(authority.certificate()), ProxySettings.none(), AddressRule.allowAll()));
  }
}
