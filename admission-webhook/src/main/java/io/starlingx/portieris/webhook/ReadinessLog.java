/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.webhook.log.EventLog;
import java.util.List;
import java.util.function.Supplier;

/**
 * Tells the log what keeps the webhook from being ready, once for each change. A kubelet shows the
 * status of a probe's answer, never its words.
 */
final class ReadinessLog {

  private static final EventLog LOG = EventLog.of(ReadinessLog.class);

  private final Supplier<List<String>> missing;
  private List<String> told = List.of();

  ReadinessLog(Supplier<List<String>> missing) {
    this.missing = requireNonNull(missing, "missing");
  }

  /** Looks and tells; by one thread. */
  void look() {
    List<String> now = missing.get();
    if (now.equals(told)) {
      return;
    }
    told = now;
    if (now.isEmpty()) {
      LOG.info("ready again", EventLog.fields());
    } else {
      LOG.warn("not ready", EventLog.fields().with("missing", String.join("; ", now)));
    }
  }
}
