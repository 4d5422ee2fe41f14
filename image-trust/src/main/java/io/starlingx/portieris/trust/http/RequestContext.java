/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static java.util.Objects.requireNonNull;

/**
 * What travels with one decision through every layer: how long it may take, how much it may read,
 * who wants to know what it cost, what kind of server is being asked, and whether somebody waits.
 *
 * @param recorder called after each outbound request, possibly from several threads
 * @param budget shared by all requests
 * @param isBackground whether nobody waits, so that whoever does comes first
 * @param isAhead whether the answer may not be needed: a request is then sent only where it takes
 *     nothing from others, is not repeated, and says nothing of a host that leaves it unanswered
 */
public record RequestContext(
    Deadline deadline,
    Recorder recorder,
    ByteBudget budget,
    Peer peer,
    boolean isBackground,
    boolean isAhead) {
  public RequestContext {
    requireNonNull(deadline, "deadline");
    requireNonNull(recorder, "recorder");
    requireNonNull(budget, "budget");
    requireNonNull(peer, "peer");
  }

  /** A context for asking a registry, for somebody who waits. */
  public RequestContext(Deadline deadline, Recorder recorder, ByteBudget budget) {
    this(deadline, recorder, budget, Peer.REGISTRY, false, false);
  }

  /** A context with the budget of one verification, none of it spent. */
  public RequestContext(Deadline deadline, Recorder recorder) {
    this(deadline, recorder, new ByteBudget(ByteBudget.VERIFICATION));
  }

  /** A context whose requests nobody records. */
  public static RequestContext unrecorded(Deadline deadline) {
    return new RequestContext(deadline, record -> {});
  }

  /** A context of work that nobody waits for, its budget unspent. */
  public static RequestContext background(Deadline deadline, Recorder recorder) {
    ByteBudget budget = new ByteBudget(ByteBudget.VERIFICATION);
    return new RequestContext(deadline, recorder, budget, Peer.REGISTRY, true, false);
  }

  /** The same work with another deadline: all else stays. */
  public RequestContext withDeadline(Deadline other) {
    return new RequestContext(other, recorder, budget, peer, isBackground, isAhead);
  }

  /** A part of the work that others may wait for, too: needed, with a budget of its own. */
  public RequestContext shared(ByteBudget own) {
    return new RequestContext(deadline, recorder, own, peer, isBackground, false);
  }

  /** The same work, of which somebody else hears. */
  public RequestContext recordedBy(Recorder other) {
    return new RequestContext(deadline, other, budget, peer, isBackground, isAhead);
  }

  /** The same work at another kind of server. */
  public RequestContext asking(Peer other) {
    return new RequestContext(deadline, recorder, budget, other, isBackground, isAhead);
  }

  /** Requests whose answers may not be needed, with a budget of their own. */
  public RequestContext ahead(ByteBudget own) {
    return new RequestContext(deadline, recorder, own, peer, isBackground, true);
  }
}
