/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import java.time.Duration;

/** Watches reviews. Called from any thread; returns at once and never throws. */
public interface ReviewObserver {

  /**
   * A review is going to be answered.
   *
   * @param decoding how long it took to read it
   */
  ReviewObservation begins(ReviewedObject object, Duration decoding);

  /** A body was no review. */
  default void undecodable(Duration decoding) {}

  /** Watches nothing. */
  static ReviewObserver none() {
    return (object, decoding) -> new ReviewObservation() {};
  }
}
