/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.verdict;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.http.Bulkhead;
import io.starlingx.portieris.trust.http.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Limits how many verifications are under way: in all, so that they fit into memory, for each host,
 * so that a slow one leaves room for the others, and for each namespace, so that whoever names many
 * hosts leaves room too; still fewer for one whose own policies ask for them, so that one tenant
 * leaves room at every host. A verification that finds no place soon is not made; it is never
 * trusted for that.
 */
public final class VerificationLimit {

  private static final String EVERYBODY = "";

  private final Bulkhead tenants;
  private final Bulkhead namespaces;
  private final Bulkhead hosts;
  private final Bulkhead all;
  private final Bulkhead background = new Bulkhead(1);
  private final Duration patience;

  /**
   * Limits for the life of the program.
   *
   * @param overall verifications at a time
   * @param perHost of these, at most with one host, and for the workloads of one namespace
   * @param perTenant of these, at most by the policies of one namespace
   * @param patience longest wait for a place
   */
  public VerificationLimit(int overall, int perHost, int perTenant, Duration patience) {
    this.all = new Bulkhead(overall);
    this.hosts = new Bulkhead(perHost);
    this.namespaces = new Bulkhead(perHost);
    this.tenants = new Bulkhead(perTenant);
    this.patience = requireNonNull(patience, "patience");
  }

  /**
   * 64 in all, 32 with one host or for one namespace, 8 by its own policies; nobody waits longer
   * than two seconds.
   */
  public static VerificationLimit standard() {
    return new VerificationLimit(64, 32, 8, Duration.ofSeconds(2));
  }

  /**
   * In whose places a verification is made.
   *
   * @param namespace of the workload
   * @param ownPolicy whether a policy of that namespace asks, not one of the cluster
   */
  public record Asker(String namespace, boolean ownPolicy) {
    public Asker {
      requireNonNull(namespace, "namespace");
    }
  }

  /**
   * What {@code work} answers, or that there was no place for it.
   *
   * @param asked hosts that the answer depends on
   * @param refusal makes an answer of the verdict that says so
   */
  public <T> T within(
      Asker asker,
      List<String> asked,
      Deadline deadline,
      Supplier<T> work,
      Function<Verdict, T> refusal) {
    Deadline waiting = Deadline.after(deadline.remainingUpTo(patience));
    List<Bulkhead.Place> held = new ArrayList<>();
    try {
      // In one order, so that two verifications never wait for each other, and the common place
      // last, so that nobody holds it while waiting for another.
      boolean granted =
          (!asker.ownPolicy() || enter(tenants, asker.namespace(), waiting, held))
              && enter(namespaces, asker.namespace(), waiting, held);
      if (!granted) {
        return refusal.apply(busy(" for namespace " + asker.namespace()));
      }
      for (String host : asked.stream().distinct().sorted().toList()) {
        if (!enter(hosts, host, waiting, held)) {
          return refusal.apply(busy(" with " + host));
        }
      }
      return enter(all, EVERYBODY, waiting, held) ? work.get() : refusal.apply(busy(""));
    } finally {
      held.reversed().forEach(Bulkhead.Place::close);
    }
  }

  /**
   * What {@code work} answers that nobody waits for: one at a time, and none takes the place of a
   * verification that somebody waits for.
   */
  public <T> T inBackground(Deadline deadline, Supplier<T> work, Function<Verdict, T> refusal) {
    Optional<Bulkhead.Place> place = background.enter(EVERYBODY, deadline.remaining());
    if (place.isEmpty()) {
      return refusal.apply(busy(" in the background"));
    }
    try {
      return work.get();
    } finally {
      place.get().close();
    }
  }

  private static boolean enter(
      Bulkhead bulkhead, String name, Deadline waiting, List<Bulkhead.Place> held) {
    Optional<Bulkhead.Place> place = bulkhead.enter(name, waiting.remaining());
    place.ifPresent(held::add);
    return place.isPresent();
  }

  private static Verdict busy(String whom) {
    return new Verdict.Unavailable(
        "too many verifications are already under way" + whom + "; try again");
  }
}
