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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Has all images of a workload decided, each distinct one once: those about which nothing need be
 * asked at once, the others at the same time.
 */
final class ContainerVerdicts {

  /** How much later than the deadline a judge may be, so that its own words are heard. */
  private static final Duration GRACE = Duration.ofMillis(300);

  /**
   * Most images of all workloads together that are decided on threads of their own. Beyond that
   * those of one workload follow one another: what they wait for is mostly being asked already.
   */
  private static final int MAX_AT_ONCE = WorkloadReader.MAX_IMAGES;

  private record Timed(ImageDecision decision, Duration took) {
    ContainerVerdict at(WorkloadImage place) {
      return new ContainerVerdict(place, decision, took);
    }
  }

  /** What to ask about one image, and since when. */
  private record Question(ImageQuery query, RequestContext context, long start) {

    String image() {
      return query.image();
    }

    Timed answered(ImageDecision decision) {
      long now = context.deadline().ticker().getAsLong();
      return new Timed(decision, Duration.ofNanos(now - start));
    }
  }

  private final ImageJudge judge;
  private final ExecutorService executor;
  private final Semaphore threads;

  ContainerVerdicts(ImageJudge judge, ExecutorService executor) {
    this(judge, executor, MAX_AT_ONCE);
  }

  ContainerVerdicts(ImageJudge judge, ExecutorService executor, int maxAtOnce) {
    this.judge = judge;
    this.executor = executor;
    this.threads = new Semaphore(maxAtOnce);
  }

  /**
   * One verdict for each place, in the order of the workload.
   *
   * @param question what to ask about an image
   */
  List<ContainerVerdict> decide(
      Workload workload, Function<String, ImageQuery> question, RequestContext context)
      throws InterruptedException {
    long start = context.deadline().ticker().getAsLong();
    Map<String, Timed> decisions = new HashMap<>();
    List<Question> open = new ArrayList<>();
    Set<String> images = new LinkedHashSet<>();
    workload.images().forEach(place -> images.add(place.image()));
    for (String image : images) {
      RequestContext own = context.recordedBy(context.recorder().about(image));
      Question asked = new Question(question.apply(image), own, start);
      judge
          .known(asked.query(), own)
          .ifPresentOrElse(
              known -> decisions.put(image, asked.answered(known)), () -> open.add(asked));
    }
    if (!open.isEmpty()) {
      ask(open, context.deadline().remaining().plus(GRACE), decisions);
    }
    return workload.images().stream()
        .map(place -> requireNonNull(decisions.get(place.image())).at(place))
        .toList();
  }

  private void ask(List<Question> open, Duration limit, Map<String, Timed> decisions)
      throws InterruptedException {
    if (!threads.tryAcquire(open.size())) {
      for (Question question : open) {
        decisions.put(question.image(), decision(question));
      }
      return;
    }
    try {
      List<Callable<Timed>> tasks = new ArrayList<>();
      open.forEach(question -> tasks.add(() -> decision(question)));
      List<Future<Timed>> futures =
          executor.invokeAll(tasks, limit.toMillis(), TimeUnit.MILLISECONDS);
      for (int i = 0; i < open.size(); i++) {
        String image = open.get(i).image();
        decisions.put(image, decision(image, futures.get(i), limit));
      }
    } finally {
      threads.release(open.size());
    }
  }

  private Timed decision(Question question) {
    return question.answered(judge.decide(question.query(), question.context()));
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
