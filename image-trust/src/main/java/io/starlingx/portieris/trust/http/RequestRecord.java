/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * One outbound request as shown to people: no credentials, no query string.
 *
 * @param status HTTP status, empty when there was no answer
 * @param cached answered from a cache, without a request
 */
public record RequestRecord(
    String method, String url, OptionalInt status, Duration took, boolean cached) {
  public RequestRecord {
    requireNonNull(method, "method");
    requireNonNull(url, "url");
    requireNonNull(status, "status");
    requireNonNull(took, "took");
  }
}
