/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.verdict.SingleFlight;
import io.starlingx.portieris.trust.verdict.Verdict;
import io.starlingx.portieris.trust.verdict.VerificationLimit;
import io.starlingx.portieris.trust.verdict.VerificationLimit.Asker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Has equal requests verified once for all who wait, by a deadline of the verification's own: who
 * asked first may have less time than those who joined.
 *
 * @param <R> the request, compared by value
 * @param <A> the answer
 */
final class SharedVerification<R, A> {

  /** Longest that one verification may take, however patient its callers are. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** Whoever joins a verification waits for the places of whoever asked first. */
  private record Question<R>(Asker asker, R request) {}

  private final SingleFlight<Question<R>, A> flights;
  private final VerificationLimit limit;
  private final Function<Verdict, A> refusal;

  /**
   * Verifications on threads of {@code executor}.
   *
   * @param refusal makes an answer of the verdict that there is no place
   */
  SharedVerification(
      ExecutorService executor, VerificationLimit limit, Function<Verdict, A> refusal) {
    this.flights = new SingleFlight<>(executor);
    this.limit = requireNonNull(limit, "limit");
    this.refusal = requireNonNull(refusal, "refusal");
  }

  /**
   * The answer, or empty when the caller's deadline comes first; nothing is begun after it.
   *
   * @param hosts that the answer depends on
   * @param work ignored when {@code asker}'s equal request is already being verified
   */
  Optional<A> ask(
      Asker asker,
      R request,
      List<String> hosts,
      RequestContext context,
      Function<RequestContext, A> work) {
    return flights.get(
        new Question<>(asker, request),
        context.deadline(),
        () -> {
          Deadline own = Deadline.after(LONGEST);
          Supplier<A> bounded = () -> work.apply(new RequestContext(own, context.recorder()));
          return context.isBackground()
              ? limit.inBackground(own, bounded, refusal)
              : limit.within(asker, hosts, own, bounded, refusal);
        });
  }
}
