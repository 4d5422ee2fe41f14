/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Hears of what an operator should know about. Must return soon and never throw. */
public interface TrustObserver {

  /**
   * A root was trusted because it was the first to be seen.
   *
   * @param server host and port that served it
   * @param rootKeys ids of the root keys that are trusted from now on
   */
  void firstUse(FloorKey.FirstUse key, String server, List<String> rootKeys);

  /** Signed data looked like an attack. */
  void alarm(ReasonCode code, String gun);

  /** Data served although their server could not be asked. */
  void stale(String gun);

  /**
   * A verdict was made of trust data.
   *
   * @param age since their server was last asked whether they are its newest
   * @param expiry the first of all their expiries
   */
  void reliedUpon(String gun, Duration age, Instant expiry);

  /** Hears nothing. */
  static TrustObserver none() {
    return new TrustObserver() {
      @Override
      public void firstUse(FloorKey.FirstUse key, String server, List<String> rootKeys) {}

      @Override
      public void alarm(ReasonCode code, String gun) {}

      @Override
      public void stale(String gun) {}

      @Override
      public void reliedUpon(String gun, Duration age, Instant expiry) {}
    };
  }
}
