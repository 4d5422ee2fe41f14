/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import io.starlingx.portieris.trust.verdict.VerificationLimit;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A verifier that takes its time holds up nobody but whoever asked it. */
class SlowVerifierTest extends ImageTrustFixture {

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answer = new CountDownLatch(1);

  @Test
  void aVerifierThatIsSlowIsUnavailableAtTheDeadline() {
    verifier = request -> unavailable(true);

    ImageDecision decision =
        engine(settings())
            .decide(
                query("nginx", cluster(rule("*", TRUST))),
                RequestContext.unrecorded(Deadline.after(Duration.ofMillis(100))));

    assertThat(decision.verdict().code()).isEqualTo(ReasonCode.UNAVAILABLE);
    assertThat(decision.message()).contains("no answer in time from n.test");
  }

  @Test
  void aTenantWhoseTrustServerIsSlowLeavesTheEngineToTheOthers() {
    ImageTrust engine = engine(settings(), new VerificationLimit(3, 3, 1, Duration.ZERO));
    verifier = request -> unavailable(request.gun().endsWith("/slow"));
    executor.execute(
        () -> engine.decide(query("reg.test/slow", namespaced(rule("*", TRUST))), context()));
    await(asked);

    assertThat(
            engine.decide(query("reg.test/a", namespaced(rule("*", TRUST))), context()).message())
        .contains("too many verifications are already under way for namespace team");
    assertThat(engine.decide(query("reg.test/a", cluster(rule("*", TRUST))), context()).message())
        .contains("asked");
    signatures = request -> new Verdict.Unavailable("asked");
    PolicySet simple = namespaced(rule("*", simple("{\"type\":\"insecureAcceptAnything\"}")));
    assertThat(engine.decide(query("reg.test/a", simple), context()).message())
        .contains("too many verifications are already under way for namespace team");
    answer.countDown();
  }

  /** Both ask the very same, and only one of them has used up its places. */
  @Test
  void nobodyWaitsInTheQueueOfAnotherTenant() {
    ImageTrust engine = engine(settings(), new VerificationLimit(3, 3, 1, Duration.ofSeconds(40)));
    signatures = request -> unavailable(request.image().path().equals("slow"));
    String accepting = rule("*", simple("{\"type\":\"insecureAcceptAnything\"}"));
    executor.execute(() -> engine.decide(query("reg.test/slow", namespaced(accepting)), context()));
    await(asked);
    awaitWaiting(
        Thread.startVirtualThread(
            () -> engine.decide(query("reg.test/a", namespaced(accepting)), context())));

    assertThat(
            engine
                .decide(
                    query("reg.test/a", cluster(accepting)),
                    RequestContext.unrecorded(Deadline.after(Duration.ofSeconds(30))))
                .message())
        .contains("asked");
    answer.countDown();
  }

  @Test
  void underOnePolicyOfTheClusterNobodyWaitsInTheQueueOfAnotherNamespace() {
    ImageTrust engine = engine(settings(), new VerificationLimit(2, 1, 1, Duration.ofSeconds(40)));
    verifier = request -> unavailable(request.gun().endsWith("/slow"));
    PolicySet policies =
        cluster(rule("slow.test/*", TRUST.replace("n.test", "slow.test")) + "," + rule("*", TRUST));
    executor.execute(() -> engine.decide(query("slow.test/slow", policies), context()));
    await(asked);
    awaitWaiting(
        Thread.startVirtualThread(() -> engine.decide(query("reg.test/a", policies), context())));

    assertThat(
            engine
                .decide(
                    new ImageQuery("reg.test/a", "other", policies, CredentialStore.empty()),
                    RequestContext.unrecorded(Deadline.after(Duration.ofSeconds(30))))
                .message())
        .contains("asked");
    answer.countDown();
  }

  /** What a verifier answers that was asked: at once, or when the test has seen enough. */
  private Verdict unavailable(boolean isSlow) {
    if (isSlow) {
      asked.countDown();
      await(answer);
    }
    return new Verdict.Unavailable("asked");
  }

  /** Until its question is asked: it waits for the answer. */
  private static void awaitWaiting(Thread asker) {
    while (asker.getState() != Thread.State.TIMED_WAITING) {
      assertThat(asker.isAlive()).isTrue();
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
