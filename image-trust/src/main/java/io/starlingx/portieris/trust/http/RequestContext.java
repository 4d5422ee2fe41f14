/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static java.util.Objects.requireNonNull;

import java.util.function.Consumer;

/**
 * What travels with one decision through every layer: how long it may take and who wants to know
 * which requests it cost.
 *
 * @param recorder called after each outbound request, possibly from several threads
 */
public record RequestContext(Deadline deadline, Consumer<RequestRecord> recorder) {
  public RequestContext {
    requireNonNull(deadline, "deadline");
    requireNonNull(recorder, "recorder");
  }

  /** A context whose requests nobody records. */
  public static RequestContext unrecorded(Deadline deadline) {
    return new RequestContext(deadline, record -> {});
  }
}
