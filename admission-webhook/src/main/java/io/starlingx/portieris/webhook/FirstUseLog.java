/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.TrustObserver;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.webhook.log.EventLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Logs each root that is trusted on first use, with what it takes to pin it; passes all on. */
record FirstUseLog(TrustObserver next) implements TrustObserver {

  private static final EventLog LOG = EventLog.of(FirstUseLog.class);

  FirstUseLog {
    requireNonNull(next, "next");
  }

  @Override
  public void firstUse(FloorKey.FirstUse key, String server, List<String> rootKeys) {
    LOG.warn(
        "first use of a repository: its root is trusted from now on",
        EventLog.fields()
            .with("repository", key.gun())
            .with("namespace", key.namespace())
            .with("server", server)
            .with("rootKeys", String.join(" ", rootKeys)));
    next.firstUse(key, server, rootKeys);
  }

  @Override
  public void alarm(ReasonCode code, String gun) {
    next.alarm(code, gun);
  }

  @Override
  public void stale(String gun) {
    next.stale(gun);
  }

  @Override
  public void reliedUpon(String gun, Duration age, Instant expiry) {
    next.reliedUpon(gun, age, expiry);
  }
}
