/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

/**
 * Keeps retries a small part of the requests to one server, so that they never become its load: one
 * retry for each {@value #REQUESTS_PER_RETRY} requests that went well, and {@value #RETRIES} saved
 * at most.
 */
final class RetryBudget {

  static final int RETRIES = 10;
  static final int REQUESTS_PER_RETRY = 10;

  private int saved = RETRIES * REQUESTS_PER_RETRY;

  /** A request went well. */
  synchronized void earn() {
    saved = Math.min(saved + 1, RETRIES * REQUESTS_PER_RETRY);
  }

  /** Whether one more retry may be made; then it is paid for. */
  synchronized boolean spend() {
    if (saved < REQUESTS_PER_RETRY) {
      return false;
    }
    saved -= REQUESTS_PER_RETRY;
    return true;
  }
}
