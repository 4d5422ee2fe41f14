/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import java.time.Duration;

/** Hears of each object that was evaluated; not of requests that could not be. */
@FunctionalInterface
public interface DecisionObserver {

  /** Called once for each object, from any thread. */
  void decided(boolean admitted, Duration took);
}
