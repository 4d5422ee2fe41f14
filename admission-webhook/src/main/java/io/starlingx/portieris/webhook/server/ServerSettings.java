/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.time.Duration;

/**
 * Where the webhook listens and what it bears.
 *
 * @param port for HTTPS; 0 for any free one
 * @param metricsPort for plain HTTP; 0 for any free one
 * @param timeout how long a client waits that does not say
 * @param maxBody largest request body in bytes
 */
public record ServerSettings(
    InetAddress address, int port, int metricsPort, Duration timeout, int maxBody) {

  /** Fits any object that the API server accepts: 3 MiB. */
  public static final int DEFAULT_MAX_BODY = 3 << 20;

  public ServerSettings {
    requireNonNull(address, "address");
    requireNonNull(timeout, "timeout");
  }
}
