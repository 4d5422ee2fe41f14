/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import java.time.Duration;

/**
 * How old trust data may be.
 *
 * @param freshness how long a timestamp is used before it is fetched again; widens the window for
 *     holding back news by as much
 * @param staleGrace how long after their last confirmation verified data serve when their server
 *     cannot be asked; zero for never
 */
public record TufSettings(Duration freshness, Duration staleGrace) {
  public TufSettings {
    if (freshness.isNegative() || staleGrace.isNegative()) {
      throw new IllegalArgumentException("negative age of trust data");
    }
  }

  /** The timestamp is always fetched, and nothing serves without it. */
  public static TufSettings alwaysAsk() {
    return new TufSettings(Duration.ZERO, Duration.ZERO);
  }
}
