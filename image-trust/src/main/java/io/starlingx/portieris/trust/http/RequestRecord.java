/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * One outbound request as shown to people: no credentials, no query string.
 *
 * @param peer what kind of server was asked
 * @param status HTTP status, empty when there was no answer
 * @param cached answered from a cache, without a request
 */
public record RequestRecord(
    Peer peer, String method, String url, OptionalInt status, Duration took, boolean cached) {
  public RequestRecord {
    requireNonNull(peer, "peer");
    requireNonNull(method, "method");
    requireNonNull(url, "url");
    requireNonNull(status, "status");
    requireNonNull(took, "took");
  }

  /** What would have been asked for, had it not been kept. */
  public static RequestRecord cached(Peer peer, String url) {
    return new RequestRecord(peer, "GET", url, OptionalInt.empty(), Duration.ZERO, true);
  }

  /** How the request ended, as its status tells. */
  public Recorder.Outcome outcome() {
    int answered = status.orElse(0);
    if (answered == 0 || answered == 429 || answered >= 500) {
      return Recorder.Outcome.UNAVAILABLE;
    }
    return answered == 401 || answered == 403 ? Recorder.Outcome.REFUSED : Recorder.Outcome.OK;
  }
}
