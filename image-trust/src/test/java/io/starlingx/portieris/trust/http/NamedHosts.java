/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import io.starlingx.portieris.testbed.http.TunnelProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Lets one TLS server on loopback be every host and port there is: a proxy leads all connections to
 * it, and every name resolves to loopback, so that no name server is asked.
 */
public final class NamedHosts implements AutoCloseable {

  private final TunnelProxy proxy;
  private final HttpTransport transport;

  /** Every https URL leads to {@code port}; the servers' certificates are by {@code authority}. */
  public NamedHosts(int port, X509Certificate authority) {
    try {
      this.proxy = new TunnelProxy(200, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    URI url = proxy.uri("");
    this.transport =
        new HttpTransport(
            new TransportSettings(
                () -> List.of(authority),
                new ProxySettings(Optional.of(url), Optional.of(url), List.of()),
                AddressRule.allowAll()),
            TestTransport.PATIENT,
            host -> List.of(InetAddress.getLoopbackAddress()));
  }

  /** Sends to the hosts. */
  public HttpTransport transport() {
    return transport;
  }

  @Override
  public void close() {
    transport.close();
    try {
      proxy.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
