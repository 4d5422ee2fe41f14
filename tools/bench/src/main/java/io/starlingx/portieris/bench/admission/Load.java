/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Questions that are asked one after the other by whoever is free, at the same pace or as fast as
 * answers come, and what became of them.
 */
final class Load {

  private static final long SECOND = 1_000_000_000;

  private final List<Question> questions;
  private final int number;
  private final int perSecond;
  private final BiPredicate<Question, byte[]> judge;
  private final long[] nanos;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger right = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicReference<String> wrong = new AtomicReference<>("");
  private final long start;

  /** One question on its way. */
  record Asked(int index, Question question, long since) {}

  /**
   * A load that begins now.
   *
   * @param questions asked in turn
   * @param number how many are asked
   * @param perSecond their rate; 0 for no limit
   * @param judge whether an answer to a question is right
   */
  Load(List<Question> questions, int number, int perSecond, BiPredicate<Question, byte[]> judge) {
    this.questions = questions;
    this.number = number;
    this.perSecond = perSecond;
    this.judge = judge;
    this.nanos = new long[number];
    this.start = System.nanoTime();
  }

  /**
   * Takes the next question, when it is its time; null when all are taken.
   *
   * <p>With a rate, the time that counts begins when a question should have been asked: a slow
   * server does not shorten its own measurement.
   */
  @Nullable Asked take() throws InterruptedException {
    int index = next.getAndIncrement();
    if (index >= number) {
      return null;
    }
    Question question = questions.get(index % questions.size());
    if (perSecond == 0) {
      return new Asked(index, question, System.nanoTime());
    }
    long due = start + index * SECOND / perSecond;
    long early = due - System.nanoTime();
    if (early > 0) {
      Thread.sleep(early / 1_000_000, (int) (early % 1_000_000));
    }
    return new Asked(index, question, due);
  }

  /** An answer that has just come: what judging it takes is not the server's. */
  void answered(Asked asked, int status, byte[] body) {
    nanos[asked.index()] = System.nanoTime() - asked.since();
    count(
        status == 200 && judge.test(asked.question(), body),
        () -> status + " " + new String(body, StandardCharsets.UTF_8));
  }

  /** An answer that was judged already, and its text. */
  void answered(Asked asked, boolean isRight, Supplier<String> text) {
    nanos[asked.index()] = System.nanoTime() - asked.since();
    count(isRight, text);
  }

  private void count(boolean isRight, Supplier<String> text) {
    answered.incrementAndGet();
    if (isRight) {
      right.incrementAndGet();
    } else {
      wrong.compareAndSet("", text.get());
    }
  }

  /** What became of it, when all who asked are done. */
  Outcome outcome() {
    long took = System.nanoTime() - start;
    long[] sorted = Arrays.stream(nanos).filter(n -> n > 0).sorted().toArray();
    return new Outcome(number, answered.get(), right.get(), took, sorted, wrong.get());
  }

  /**
   * The result.
   *
   * @param took nanoseconds from the first question to the last answer, of each load
   * @param sorted nanoseconds of each answer
   * @param wrong status and body of an answer that is not right, if any
   */
  @SuppressWarnings("ArrayRecordComponent") // read by this package only
  record Outcome(int asked, int answered, int right, long took, long[] sorted, String wrong) {

    /** Both, one after the other. */
    Outcome plus(Outcome next) {
      return new Outcome(
          asked + next.asked,
          answered + next.answered,
          right + next.right,
          took + next.took,
          LongStream.concat(Arrays.stream(sorted), Arrays.stream(next.sorted)).sorted().toArray(),
          wrong.isEmpty() ? next.wrong : wrong);
    }

    boolean isRight() {
      return right == asked;
    }

    double perSecond() {
      return right * (double) SECOND / took;
    }

    double millis(double quantile) {
      return sorted.length == 0
          ? Double.NaN
          : sorted[(int) Math.min(sorted.length - 1, (long) (quantile * sorted.length))] / 1e6;
    }
  }
}
