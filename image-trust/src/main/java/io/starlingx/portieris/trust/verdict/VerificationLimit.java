/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.verdict;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.http.Bulkhead;
import io.starlingx.portieris.trust.http.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Limits how many verifications are under way: in all, so that they fit into memory, and for each
 * party, so that one tenant or one slow server leaves room for the others. A verification that
 * finds no place soon is not made; it is never trusted for that.
 */
public final class VerificationLimit {

  private static final String EVERYBODY = "";

  private final Bulkhead parties;
  private final Bulkhead all;
  private final Duration patience;

  /**
   * Limits for the life of the program.
   *
   * @param overall verifications at a time
   * @param perParty of these, at most for one party
   * @param patience longest wait for a place
   */
  public VerificationLimit(int overall, int perParty, Duration patience) {
    this.parties = new Bulkhead(perParty);
    this.all = new Bulkhead(overall);
    this.patience = requireNonNull(patience, "patience");
  }

  /** 64 verifications, 16 for one party; who finds no place within two seconds is told so. */
  public static VerificationLimit standard() {
    return new VerificationLimit(64, 16, Duration.ofSeconds(2));
  }

  /**
   * What {@code work} answers, or that there was no place for it.
   *
   * @param sharers the parties that the work is done for or depends on, as shown to people
   */
  public Verdict within(List<String> sharers, Deadline deadline, Supplier<Verdict> work) {
    Deadline waiting = Deadline.after(deadline.remainingUpTo(patience));
    List<Bulkhead.Place> held = new ArrayList<>();
    try {
      // In one order, so that two verifications never wait for each other; the common place last,
      // so that nobody holds it while waiting for a party's.
      for (String party : sharers.stream().distinct().sorted().toList()) {
        Optional<Bulkhead.Place> place = parties.enter(party, waiting.remaining());
        if (place.isEmpty()) {
          return busy(" for " + party);
        }
        held.add(place.get());
      }
      Optional<Bulkhead.Place> place = all.enter(EVERYBODY, waiting.remaining());
      if (place.isEmpty()) {
        return busy("");
      }
      held.add(place.get());
      return work.get();
    } finally {
      held.reversed().forEach(Bulkhead.Place::close);
    }
  }

  private static Verdict busy(String whom) {
    return new Verdict.Unavailable(
        "too many verifications are already under way" + whom + "; try again");
  }
}
