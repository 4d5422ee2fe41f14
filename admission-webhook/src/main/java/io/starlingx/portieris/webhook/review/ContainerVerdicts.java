/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.ImageDecision;
import io.starlingx.portieris.trust.ImageQuery;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import io.starlingx.portieris.webhook.log.EventLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Has all images of a workload decided, each distinct one once: those about which nothing need be
 * asked at once, the others at the same time.
 */
final class ContainerVerdicts {

  private static final EventLog LOG = EventLog.of(ContainerVerdicts.class);

  /** How much later than the deadline a judge may be, so that its own words are heard. */
  private static final Duration GRACE = Duration.ofMillis(300);

  /**
   * Most images of all workloads together that are decided on threads of their own. A workload that
   * finds none has its images decided one after the other, on the thread of its review.
   */
  private static final int MAX_AT_ONCE = 512;

  /** Of these, for one workload: a namespace has no more verifications under way anyway. */
  private static final int MAX_OF_ONE = 32;

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
  private final int maxOfOne;

  ContainerVerdicts(ImageJudge judge, ExecutorService executor) {
    this(judge, executor, MAX_AT_ONCE, MAX_OF_ONE);
  }

  /**
   * Limits for the life of the program.
   *
   * @param maxAtOnce threads of all workloads
   * @param maxOfOne of these, for one workload
   */
  ContainerVerdicts(ImageJudge judge, ExecutorService executor, int maxAtOnce, int maxOfOne) {
    this.judge = judge;
    this.executor = executor;
    this.threads = new Semaphore(maxAtOnce);
    this.maxOfOne = maxOfOne;
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
      known(asked).ifPresentOrElse(known -> decisions.put(image, known), () -> open.add(asked));
    }
    if (!open.isEmpty()) {
      decisions.putAll(ask(open, context.deadline()));
    }
    List<ContainerVerdict> verdicts = new ArrayList<>(workload.images().size());
    for (WorkloadImage place : workload.images()) {
      verdicts.add(requireNonNull(decisions.get(place.image())).at(place));
    }
    return verdicts;
  }

  /** By as many threads as there are for this workload, else on this one. */
  private Map<String, Timed> ask(List<Question> open, Deadline deadline)
      throws InterruptedException {
    Queue<Question> waiting = new ConcurrentLinkedQueue<>(open);
    Map<String, Timed> answers = new ConcurrentHashMap<>();
    int held = acquireUpTo(Math.min(open.size(), maxOfOne));
    try {
      if (held == 0) {
        answer(waiting, answers);
      } else {
        Callable<Object> task = Executors.callable(() -> answer(waiting, answers));
        long millis = deadline.remaining().plus(GRACE).toMillis();
        executor.invokeAll(Collections.nCopies(held, task), millis, TimeUnit.MILLISECONDS);
      }
    } finally {
      threads.release(held);
    }
    Map<String, Timed> decisions = new HashMap<>();
    for (Question question : open) {
      Timed answer = answers.get(question.image());
      decisions.put(question.image(), answer == null ? late(question) : answer);
    }
    return decisions;
  }

  private int acquireUpTo(int wanted) {
    int held = 0;
    while (held < wanted && threads.tryAcquire()) {
      held++;
    }
    return held;
  }

  /** Decides about whatever waits, until nothing does or nobody waits for the answers any more. */
  private void answer(Queue<Question> waiting, Map<String, Timed> answers) {
    while (!Thread.currentThread().isInterrupted()) {
      Question question = waiting.poll();
      if (question == null) {
        return;
      }
      answers.put(question.image(), decision(question));
    }
  }

  private Optional<Timed> known(Question question) {
    try {
      return judge.known(question.query(), question.context()).map(question::answered);
    } catch (Throwable e) {
      return Optional.of(failed(question, e));
    }
  }

  /** Begins nothing when time is up. */
  private Timed decision(Question question) {
    if (question.context().deadline().isOver()) {
      return late(question);
    }
    try {
      return question.answered(judge.decide(question.query(), question.context()));
    } catch (Throwable e) {
      // Whoever is interrupted in the middle of it, since nobody waits any more, has not failed.
      return question.context().deadline().isOver() ? late(question) : failed(question, e);
    }
  }

  /**
   * Whatever a judge throws refuses its image, an Error too, and is not thrown on: to the API
   * server a request that fails says nothing about the object, which failurePolicy Ignore takes for
   * a permission. Some Errors, of too deep a stack, may be had by input; without heap the virtual
   * machine ends by itself.
   */
  private static Timed failed(Question question, Throwable cause) {
    LOG.error("deciding failed", EventLog.fields().with("image", question.image()), cause);
    return undecided(question, ReasonCode.INTERNAL, "internal error");
  }

  private static Timed late(Question question) {
    return undecided(question, ReasonCode.UNAVAILABLE, "no answer in time");
  }

  private static Timed undecided(Question question, ReasonCode code, String cause) {
    String image = question.image();
    return question.answered(
        new ImageDecision(
            image,
            Optional.empty(),
            new Verdict.Unavailable(code, cause),
            "Deny \"" + Printable.text(image) + "\", " + cause + "\nreason: " + code,
            Optional.empty(),
            List.of()));
  }
}
