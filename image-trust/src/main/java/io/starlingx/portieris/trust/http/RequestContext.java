/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static java.util.Objects.requireNonNull;

import java.util.function.Consumer;

/**
 * What travels with one decision through every layer: how long it may take, how much it may read
 * and who wants to know which requests it cost.
 *
 * @param recorder called after each outbound request, possibly from several threads
 * @param budget shared by all requests
 */
public record RequestContext(
    Deadline deadline, Consumer<RequestRecord> recorder, ByteBudget budget) {
  public RequestContext {
    requireNonNull(deadline, "deadline");
    requireNonNull(recorder, "recorder");
    requireNonNull(budget, "budget");
  }

  /** A context with the budget of one verification, none of it spent. */
  public RequestContext(Deadline deadline, Consumer<RequestRecord> recorder) {
    this(deadline, recorder, new ByteBudget(ByteBudget.VERIFICATION));
  }

  /** A context whose requests nobody records. */
  public static RequestContext unrecorded(Deadline deadline) {
    return new RequestContext(deadline, record -> {});
  }

  /** The same work with another deadline: budget and recorder stay. */
  public RequestContext withDeadline(Deadline other) {
    return new RequestContext(other, recorder, budget);
  }
}
