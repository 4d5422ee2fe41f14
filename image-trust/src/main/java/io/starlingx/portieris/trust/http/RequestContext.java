/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static java.util.Objects.requireNonNull;

/**
 * What travels with one decision through every layer: how long it may take, how much it may read,
 * who wants to know what it cost, and what kind of server is being asked.
 *
 * @param recorder called after each outbound request, possibly from several threads
 * @param budget shared by all requests
 */
public record RequestContext(Deadline deadline, Recorder recorder, ByteBudget budget, Peer peer) {
  public RequestContext {
    requireNonNull(deadline, "deadline");
    requireNonNull(recorder, "recorder");
    requireNonNull(budget, "budget");
    requireNonNull(peer, "peer");
  }

  /** A context for asking a registry. */
  public RequestContext(Deadline deadline, Recorder recorder, ByteBudget budget) {
    this(deadline, recorder, budget, Peer.REGISTRY);
  }

  /** A context with the budget of one verification, none of it spent. */
  public RequestContext(Deadline deadline, Recorder recorder) {
    this(deadline, recorder, new ByteBudget(ByteBudget.VERIFICATION));
  }

  /** A context whose requests nobody records. */
  public static RequestContext unrecorded(Deadline deadline) {
    return new RequestContext(deadline, record -> {});
  }

  /** The same work with another deadline: all else stays. */
  public RequestContext withDeadline(Deadline other) {
    return new RequestContext(other, recorder, budget, peer);
  }

  /** The same work, of which somebody else hears. */
  public RequestContext recordedBy(Recorder other) {
    return new RequestContext(deadline, other, budget, peer);
  }

  /** The same work at another kind of server. */
  public RequestContext asking(Peer other) {
    return new RequestContext(deadline, recorder, budget, other);
  }
}
