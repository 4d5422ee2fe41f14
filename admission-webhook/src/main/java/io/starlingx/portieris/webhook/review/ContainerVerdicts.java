/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.ImageDecision;
import io.starlingx.portieris.trust.ImageQuery;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Has all images of a workload decided at the same time, each distinct one once. */
final class ContainerVerdicts {

  /** How much later than the deadline a judge may be, so that its own words are heard. */
  private static final Duration GRACE = Duration.ofMillis(300);

  private record Timed(ImageDecision decision, Duration took) {
    ContainerVerdict at(WorkloadImage place) {
      return new ContainerVerdict(place, decision, took);
    }
  }

  private final ImageJudge judge;
  private final ExecutorService executor;

  ContainerVerdicts(ImageJudge judge, ExecutorService executor) {
    this.judge = judge;
    this.executor = executor;
  }

  /**
   * One verdict for each place, in the order of the workload.
   *
   * @param question what to ask about an image
   */
  List<ContainerVerdict> decide(
      Workload workload, Function<String, ImageQuery> question, RequestContext context)
      throws InterruptedException {
    List<String> images = workload.images().stream().map(WorkloadImage::image).distinct().toList();
    List<Callable<Timed>> tasks = new ArrayList<>();
    LongSupplier ticker = context.deadline().ticker();
    long start = ticker.getAsLong();
    for (String image : images) {
      ImageQuery query = question.apply(image);
      tasks.add(
          () -> {
            ImageDecision decision =
                judge.decide(query, context.recordedBy(context.recorder().about(image)));
            return new Timed(decision, Duration.ofNanos(ticker.getAsLong() - start));
          });
    }
    Duration limit = context.deadline().remaining().plus(GRACE);
    List<Future<Timed>> futures =
        executor.invokeAll(tasks, limit.toMillis(), TimeUnit.MILLISECONDS);
    Map<String, Timed> decisions = new HashMap<>();
    for (int i = 0; i < images.size(); i++) {
      decisions.put(images.get(i), decision(images.get(i), futures.get(i), limit));
    }
    return workload.images().stream()
        .map(place -> requireNonNull(decisions.get(place.image())).at(place))
        .toList();
  }

  private static Timed decision(String image, Future<Timed> future, Duration limit)
      throws InterruptedException {
    try {
      return future.get();
    } catch (CancellationException e) {
      return new Timed(undecided(image, ReasonCode.UNAVAILABLE, "no answer in time"), limit);
    } catch (ExecutionException e) {
      return new Timed(undecided(image, ReasonCode.INTERNAL, "internal error"), Duration.ZERO);
    }
  }

  private static ImageDecision undecided(String image, ReasonCode code, String cause) {
    return new ImageDecision(
        image,
        Optional.empty(),
        new Verdict.Unavailable(code, cause),
        "Deny \"" + Printable.text(image) + "\", " + cause + "\nreason: " + code,
        Optional.empty(),
        List.of());
  }
}
