/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import io.starlingx.portieris.trust.http.Recorder;
import io.starlingx.portieris.trust.http.RequestRecord;
import io.starlingx.portieris.webhook.log.EventLog;
import java.time.Duration;
import java.util.Locale;

/** Writes each outbound request into the log, at level debug, with the review that caused it. */
public final class RequestLog implements ReviewObserver {

  private static final EventLog LOG = EventLog.of(RequestLog.class);

  @Override
  public ReviewObservation begins(ReviewedObject object, Duration decoding) {
    return LOG.isDebug() ? new Requests(object.request()) : new ReviewObservation() {};
  }

  private record Requests(String uid) implements ReviewObservation {
    @Override
    public void accept(RequestRecord request) {
      write(request, EventLog.fields().with("uid", uid));
    }

    @Override
    public Recorder about(String image) {
      return request -> write(request, EventLog.fields().with("uid", uid).with("image", image));
    }

    private static void write(RequestRecord request, EventLog.Fields about) {
      LOG.debug(
          "request sent",
          about
              .with("peer", request.peer().name().toLowerCase(Locale.ROOT))
              .with("method", request.method())
              .with("url", request.url())
              .with("status", request.status().isPresent() ? request.status().getAsInt() : "")
              .with("cached", request.cached())
              .with("ms", request.took().toMillis()));
    }
  }
}
