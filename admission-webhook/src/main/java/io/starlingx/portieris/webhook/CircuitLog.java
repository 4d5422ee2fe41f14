/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import io.starlingx.portieris.trust.http.TransportObserver;
import io.starlingx.portieris.webhook.log.EventLog;
import java.time.Duration;

/** Logs when a host falls silent and when it answers again, not each request in between. */
final class CircuitLog implements TransportObserver {

  private static final EventLog LOG = EventLog.of(CircuitLog.class);

  @Override
  public void opened(String host, String cause) {
    LOG.warn(
        "a host does not answer and is left alone for some seconds at a time",
        EventLog.fields().with("host", host).with("cause", cause));
  }

  @Override
  public void closed(String host) {
    LOG.info("a host answers again", EventLog.fields().with("host", host));
  }

  @Override
  public void refused(String host, Refusal why) {}

  @Override
  public void ended(String host, boolean answered, Duration took) {}
}
