/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Fixed limits of every outbound request; all waits are also bounded by the request's deadline.
 *
 * @param connect longest wait for a name's addresses, and for each connection attempt
 * @param read longest wait for the head of an answer, and for the next bytes of its body
 * @param queue longest wait for a place when a host's requests are at their limit
 * @param perHost requests to one host and port at a time
 * @param headerBytes longest status line and header block
 * @param errorBytes how much of the body of an answer other than success is read
 * @param idle how long an unused connection is kept
 */
record TransportLimits(
    Duration connect,
    Duration read,
    Duration queue,
    int perHost,
    int headerBytes,
    int errorBytes,
    Duration idle) {

  static final TransportLimits STANDARD =
      new TransportLimits(
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          32,
          32 * 1024,
          4 * 1024,
          Duration.ofSeconds(30));

  TransportLimits {
    requireNonNull(connect, "connect");
    requireNonNull(read, "read");
    requireNonNull(queue, "queue");
    requireNonNull(idle, "idle");
  }
}
