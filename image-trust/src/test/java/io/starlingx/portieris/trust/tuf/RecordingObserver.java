/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Notes what it hears, one line each. */
public final class RecordingObserver implements TrustObserver {

  private final List<String> heard = new ArrayList<>();
  private final List<String> relied = new ArrayList<>();

  @Override
  public void firstUse(FloorKey.FirstUse key, String server, List<String> rootKeys) {
    heard.add("first use of " + key.gun() + " at " + server + ", keys " + rootKeys);
  }

  @Override
  public void alarm(ReasonCode code, String gun) {
    heard.add(code + " for " + gun);
  }

  @Override
  public void stale(String gun) {
    heard.add("stale " + gun);
  }

  @Override
  public void reliedUpon(String gun, Duration age, Instant expiry) {
    relied.add(gun + ", age " + age + ", until " + expiry);
  }

  /** What verdicts relied upon. */
  public List<String> relied() {
    return relied;
  }

  /** Everything else so far. */
  public List<String> heard() {
    return heard;
  }
}
