/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.rest;

import java.time.Duration;

/**
 * What a request may cost the server.
 *
 * @param uploadBytes largest body that carries a tarball
 * @param bodyBytes largest other body
 * @param idle longest time between two bytes of a request
 * @param bodyTime longest time for a whole body
 * @param connections most connections at the same time
 */
public record RequestLimits(
    long uploadBytes, int bodyBytes, Duration idle, Duration bodyTime, int connections) {

  /**
   * Bodies of 4 MiB, with a tarball 512 MiB; 30 s between two bytes, and the 10 minutes in all
   * after which the stock client gives up; 100 connections.
   */
  public static RequestLimits standard() {
    return new RequestLimits(
        512L << 20, 4 << 20, Duration.ofSeconds(30), Duration.ofMinutes(10), 100);
  }
}
