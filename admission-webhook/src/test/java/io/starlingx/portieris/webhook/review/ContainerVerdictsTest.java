/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.ImageDecision;
import io.starlingx.portieris.trust.ImageQuery;
import io.starlingx.portieris.trust.Pinning;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ContainerVerdictsTest {

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Thread> threads = new ArrayList<>();

  @AfterEach
  void close() {
    executor.shutdownNow();
  }

  @Test
  void imagesThatFindNoThreadAreDecidedOneAfterTheOther() throws Exception {
    ContainerVerdicts verdicts = new ContainerVerdicts(this::decision, executor, 0, 2);

    assertThat(decide(verdicts, List.of("a", "b", "a"))).containsExactly("a", "b", "a");
    assertThat(threads).containsExactly(Thread.currentThread(), Thread.currentThread());
  }

  @Test
  void threadsAreGivenBack() throws Exception {
    ContainerVerdicts verdicts = new ContainerVerdicts(this::decision, executor, 2, 2);
    for (int i = 0; i < 3; i++) {
      assertThat(decide(verdicts, List.of("a", "b"))).containsExactly("a", "b");
    }
    assertThat(threads).hasSize(6).doesNotContain(Thread.currentThread());
  }

  @Test
  void oneWorkloadLeavesThreadsToOthers() throws Exception {
    HeldJudge judge = new HeldJudge();
    ContainerVerdicts verdicts = new ContainerVerdicts(judge, executor, 4, 3);
    Future<List<String>> large = executor.submit(() -> decide(verdicts, images("a", 20)));
    judge.awaitMore(3);

    List<String> small = images("b", 1);
    Future<List<String>> other = executor.submit(() -> decide(verdicts, small));
    judge.awaitMore(1);
    judge.answer();

    assertThat(large.get()).isEqualTo(images("a", 20));
    assertThat(other.get()).isEqualTo(small);
    assertThat(judge.most).hasValue(4);
  }

  @Test
  void manyReviewsOfManyUnknownImagesBeginNoMoreThanThereAreThreads() throws Exception {
    HeldJudge judge = new HeldJudge();
    ContainerVerdicts verdicts = new ContainerVerdicts(judge, executor, 10, 4);
    // The first two have all that one may have, the third the rest, the others their own alone.
    List<Integer> begun = List.of(4, 4, 2, 1, 1, 1);
    List<Future<List<String>>> reviews = new ArrayList<>();
    for (int i = 0; i < begun.size(); i++) {
      List<String> images = images("r" + i + "-", 100);
      reviews.add(executor.submit(() -> decide(verdicts, images)));
      judge.awaitMore(begun.get(i));
    }
    judge.answer();

    for (int i = 0; i < begun.size(); i++) {
      assertThat(reviews.get(i).get()).isEqualTo(images("r" + i + "-", 100));
    }
    assertThat(judge.most).hasValue(13);
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {0, 1})
  void nothingIsBegunOnceTimeIsUp(int maxAtOnce) throws Exception {
    AtomicLong nanos = new AtomicLong();
    Deadline deadline = Deadline.after(Duration.ofSeconds(50), nanos::get);
    List<String> asked = new CopyOnWriteArrayList<>();
    ImageJudge slow =
        (query, context) -> {
          asked.add(query.image());
          nanos.set(deadline.atNanos());
          return decision(query, context);
        };

    List<ContainerVerdict> decided =
        decide(new ContainerVerdicts(slow, executor, maxAtOnce, 1), deadline, List.of("a", "b"));

    assertThat(asked).containsExactly("a");
    assertThat(codes(decided)).containsExactly(ReasonCode.ALLOW, ReasonCode.UNAVAILABLE);
    assertThat(decided.getLast().decision().message())
        .isEqualTo("Deny \"b\", no answer in time\nreason: UNAVAILABLE");
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {0, 1})
  void anErrorRefusesTheImageThatCausedIt(int maxAtOnce) throws Exception {
    ImageJudge broken =
        new ImageJudge() {
          @Override
          public Optional<ImageDecision> known(ImageQuery query, RequestContext context) {
            if (query.image().equals("a")) {
              throw new StackOverflowError("defect");
            }
            return Optional.empty();
          }

          @Override
          public ImageDecision decide(ImageQuery query, RequestContext context) {
            if (query.image().equals("b")) {
              throw new NoClassDefFoundError("defect");
            }
            return decision(query, context);
          }
        };

    List<ContainerVerdict> decided =
        decide(
            new ContainerVerdicts(broken, executor, maxAtOnce, 1),
            Deadline.after(Duration.ofSeconds(50)),
            List.of("a", "b", "c"));

    assertThat(codes(decided))
        .containsExactly(ReasonCode.INTERNAL, ReasonCode.INTERNAL, ReasonCode.ALLOW);
    assertThat(decided.getFirst().decision().message())
        .isEqualTo("Deny \"a\", internal error\nreason: INTERNAL");
  }

  private static List<ReasonCode> codes(List<ContainerVerdict> decided) {
    return decided.stream().map(verdict -> verdict.decision().verdict().code()).toList();
  }

  private static List<String> images(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  private static List<String> decide(ContainerVerdicts verdicts, List<String> images)
      throws InterruptedException {
    return decide(verdicts, Deadline.after(Duration.ofSeconds(50)), images).stream()
        .map(verdict -> verdict.decision().image())
        .toList();
  }

  private static List<ContainerVerdict> decide(
      ContainerVerdicts verdicts, Deadline deadline, List<String> images)
      throws InterruptedException {
    List<WorkloadImage> places =
        images.stream()
            .map(
                image -> new WorkloadImage(new CarriedImage("containers", "c", image), "/" + image))
            .toList();
    return verdicts.decide(
        new Workload(places, new PodIdentity("team-a", List.of(), "default")),
        ContainerVerdictsTest::query,
        RequestContext.unrecorded(deadline));
  }

  /** Knows nothing, and answers nobody until it may. */
  private final class HeldJudge implements ImageJudge {
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private final Semaphore begun = new Semaphore(0);
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @Override
    public ImageDecision decide(ImageQuery query, RequestContext context) {
      most.accumulateAndGet(running.incrementAndGet(), Math::max);
      begun.release();
      try {
        mayAnswer.await();
        return decision(query, context);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      } finally {
        running.decrementAndGet();
      }
    }

    /** Waits for so many more. */
    void awaitMore(int images) throws InterruptedException {
      begun.acquire(images);
    }

    void answer() {
      mayAnswer.countDown();
    }
  }

  private ImageDecision decision(ImageQuery query, RequestContext context) {
    synchronized (threads) {
      threads.add(Thread.currentThread());
    }
    return new ImageDecision(
        query.image(),
        Optional.empty(),
        new Verdict.Trusted(Optional.empty(), List.of(), Instant.MAX),
        "",
        Optional.empty(),
        List.of());
  }

  private static ImageQuery query(String image) {
    return new ImageQuery(
        image,
        "team-a",
        new PolicySet(List.of(), List.of()),
        CredentialStore.empty(),
        false,
        Pinning.UNDER_WAY);
  }
}
