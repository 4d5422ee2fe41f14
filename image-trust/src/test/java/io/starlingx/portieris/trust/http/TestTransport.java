/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import io.starlingx.portieris.testbed.TestAuthority;
import java.time.Duration;
import java.util.List;

/** Requests to servers of the test bed: no proxy, any address. */
public final class TestTransport {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** As the product's, but for a machine that is busy with something else for seconds. */
  static final TransportLimits PATIENT =
      new TransportLimits(
          PATIENCE,
          PATIENCE,
          PATIENCE,
          TransportLimits.STANDARD.perHost(),
          TransportLimits.STANDARD.headerBytes(),
          TransportLimits.STANDARD.errorBytes(),
          TransportLimits.STANDARD.idle());

  private TestTransport() {}

  /** A transport that trusts the servers of {@code authority}. */
  public static HttpTransport trusting(TestAuthority authority) {
    return of(
        new TransportSettings(
            () -> List.of(authority.certificate()), ProxySettings.none(), AddressRule.allowAll()));
  }

  /** A transport with other settings. */
  public static HttpTransport of(TransportSettings settings) {
    return new HttpTransport(settings, PATIENT, Resolver.system());
  }
}
