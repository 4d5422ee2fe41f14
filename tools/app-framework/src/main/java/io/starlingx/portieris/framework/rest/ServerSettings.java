/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.rest;

import java.net.InetAddress;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where the server listens.
 *
 * @param port 0 for any free one
 * @param tls the server's certificate; empty for plain HTTP, on loopback only
 */
public record ServerSettings(
    InetAddress address, int port, Optional<SSLContext> tls, RequestLimits limits) {

  /** The port of the platform's own server. */
  public static final int PLATFORM_PORT = 6385;

  public ServerSettings {
    refusal(address, tls.isPresent())
        .ifPresent(
            text -> {
              throw new IllegalArgumentException(text);
            });
  }

  /** Why the server may not listen there: other machines would send their token in the clear. */
  public static Optional<String> refusal(InetAddress address, boolean isSecure) {
    return isSecure || address.isLoopbackAddress()
        ? Optional.empty()
        : Optional.of(
            address.getHostAddress()
                + " can be reached from other machines: that needs TLS, give --tls-cert and"
                + " --tls-key, or listen on 127.0.0.1");
  }
}
