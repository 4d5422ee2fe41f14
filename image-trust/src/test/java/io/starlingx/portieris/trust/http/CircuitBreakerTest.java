/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.http.HttpResult.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CircuitBreakerTest {

  private static final Duration PLENTY = Duration.ofSeconds(50);

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicBoolean answering = new AtomicBoolean();
  private final List<String> told = new ArrayList<>();
  private final LoopbackServer server =
      LoopbackServer.https(
          (request, out) -> {
            if (!answering.get()) {
              throw new java.io.IOException("silent on purpose");
            }
            LoopbackServer.respond(out, 500, "x");
          });
  private final HttpTransport transport =
      new HttpTransport(
          new TransportSettings(
              () -> List.of(TestTls.authority()),
              ProxySettings.none(),
              AddressRule.webhook(List.of(), List.of())),
          TestTransport.PATIENT,
          Resolver.system(),
          nanos::get,
          new Told());

  @AfterEach
  void close() throws Exception {
    transport.close();
    server.close();
  }

  @Test
  void aSilentHostIsLeftAloneForAWhile() {
    open();
    int asked = server.requests().size();

    assertThat(ask())
        .isInstanceOfSatisfying(
            HttpResult.Failed.class,
            failed -> {
              assertThat(failed.kind()).isEqualTo(Kind.UNREACHABLE);
              assertThat(failed.message())
                  .startsWith("localhost:" + server.port() + ": the connection broke")
                  .endsWith(", as the last 5 times; it is asked again in 5 s");
            });
    assertThat(server.requests()).hasSize(asked);
    assertThat(told).containsExactly("opened " + host(), "RESTING " + host());
  }

  @Test
  void anAnswerOfAnyStatusClosesTheCircuit() {
    open();
    answering.set(true);
    rest();

    assertThat(ask()).isInstanceOf(HttpResult.Answer.class);
    assertThat(ask()).isInstanceOf(HttpResult.Answer.class);
    assertThat(told).containsExactly("opened " + host(), "closed " + host());
  }

  @Test
  void aHostThatStaysSilentIsLeftAloneAgainAfterOneTrial() {
    open();
    int asked = server.requests().size();
    rest();

    ask();
    ask();
    ask();

    assertThat(server.requests()).hasSize(asked + 1);
  }

  @Test
  void onlyOneRequestTriesAndTheOthersDoNotWaitForIt() throws Exception {
    CompletableFuture<Void> arrived = new CompletableFuture<>();
    CountDownLatch answer = new CountDownLatch(1);
    AtomicBoolean silent = new AtomicBoolean(true);
    try (LoopbackServer slow =
            LoopbackServer.https(
                (request, out) -> {
                  if (silent.get()) {
                    throw new java.io.IOException("silent on purpose");
                  }
                  arrived.complete(null);
                  answer.await();
                  LoopbackServer.respond(out, 200, "x");
                });
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CircuitBreaker.FAILURES; i++) {
        ask(slow.uri("/"));
      }
      silent.set(false);
      rest();
      Future<HttpResult> trial = threads.submit(() -> ask(slow.uri("/")));
      arrived.get();

      assertThat(ask(slow.uri("/")))
          .isInstanceOfSatisfying(
              HttpResult.Failed.class,
              failed -> assertThat(failed.message()).endsWith("; it is being asked again"));
      answer.countDown();
      assertThat(trial.get()).isInstanceOf(HttpResult.Answer.class);
      assertThat(ask(slow.uri("/"))).isInstanceOf(HttpResult.Answer.class);
    }
  }

  @Test
  void failuresThatAreNotInARowDoNotCount() {
    for (int i = 0; i < 3 * CircuitBreaker.FAILURES; i++) {
      answering.set(i % CircuitBreaker.FAILURES == 0);
      ask();
    }

    assertThat(told).isEmpty();
  }

  /** Whoever writes a policy can name any host, and must not close it to others by that. */
  @Test
  void requestsThatNeverReachTheHostDoNotCount() {
    answering.set(true);
    for (int i = 0; i < CircuitBreaker.FAILURES; i++) {
      OutboundRequest forbidden = OutboundRequest.get(server.uri("/"), 9);
      assertThat(transport.send(forbidden, RequestContext.unrecorded(Deadline.after(PLENTY))))
          .isInstanceOfSatisfying(
              HttpResult.Failed.class,
              failed -> assertThat(failed.kind()).isEqualTo(Kind.FORBIDDEN_ADDRESS));
    }

    assertThat(ask()).isInstanceOf(HttpResult.Answer.class);
  }

  /** A server of TLS may just hang up on whoever does not speak it. */
  @Test
  void whatIsAskedWithoutTlsSaysNothingAboutTheSamePortWithTls() {
    CircuitBreaker circuits = new CircuitBreaker(nanos::get, new Told());
    Origin plain = Origin.of(URI.create("http://shared.test:443"));
    for (int i = 0; i < CircuitBreaker.FAILURES; i++) {
      assertThat(circuits.enter(plain))
          .isInstanceOfSatisfying(
              CircuitBreaker.Entry.Passed.class,
              passed -> passed.pass().end(CircuitBreaker.Outcome.SILENT, "hung up"));
    }

    assertThat(circuits.enter(plain)).isInstanceOf(CircuitBreaker.Entry.Refused.class);
    assertThat(circuits.enter(Origin.of(URI.create("https://shared.test"))))
        .isInstanceOf(CircuitBreaker.Entry.Passed.class);
  }

  @Test
  void aRequestWithoutTimeSaysNothingAboutTheHost() {
    for (int i = 0; i < CircuitBreaker.FAILURES; i++) {
      transport.send(
          configured(server.uri("/")),
          RequestContext.unrecorded(Deadline.after(Duration.ofMillis(900))));
    }
    answering.set(true);

    assertThat(ask()).isInstanceOf(HttpResult.Answer.class);
    assertThat(told).isEmpty();
  }

  /** Otherwise whoever fills a host's places closes the host to others. */
  @Test
  void aRequestWhoseTimeWentByInTheQueueSaysNothingAboutTheHost() {
    for (int i = 0; i < CircuitBreaker.FAILURES; i++) {
      AtomicLong passing = new AtomicLong(); // 0.4 s at each look, 1.2 s before the host is asked
      Deadline deadline =
          Deadline.after(
              Duration.ofSeconds(2), () -> passing.getAndAdd(Duration.ofMillis(400).toNanos()));
      transport.send(configured(server.uri("/")), RequestContext.unrecorded(deadline));
    }
    answering.set(true);

    assertThat(ask()).isInstanceOf(HttpResult.Answer.class);
    assertThat(told).isEmpty();
  }

  /** Several of them may be under way when a host falls silent: that is one failure, not many. */
  @Test
  void requestsAheadSayNothingAboutASilentHost() {
    for (int i = 0; i < CircuitBreaker.FAILURES; i++) {
      assertThat(transport.send(configured(server.uri("/")), ahead()))
          .isInstanceOf(HttpResult.Failed.class);
    }
    answering.set(true);

    assertThat(server.requests()).isNotEmpty();
    assertThat(ask()).isInstanceOf(HttpResult.Answer.class);
    assertThat(told).isEmpty();
  }

  @Test
  void aHostThatLeftARequestUnansweredIsAskedForNothingAhead() {
    ask();
    int asked = server.requests().size();

    assertThat(transport.send(configured(server.uri("/")), ahead()))
        .isEqualTo(new HttpResult.Failed(Kind.BUSY, host() + ": it is not asked ahead now"));
    assertThat(server.requests()).hasSize(asked);

    answering.set(true);
    ask();
    assertThat(transport.send(configured(server.uri("/")), ahead()))
        .isInstanceOf(HttpResult.Answer.class);
  }

  @Test
  void aRequestThatIsStoppedSaysNothingAboutTheHost() throws Exception {
    Semaphore arrived = new Semaphore(0);
    CountDownLatch never = new CountDownLatch(1);
    try (LoopbackServer silent =
            LoopbackServer.https(
                (request, out) -> {
                  arrived.release();
                  never.await();
                });
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CircuitBreaker.FAILURES; i++) {
        CompletableFuture<HttpResult> result = new CompletableFuture<>();
        Future<Boolean> stopped = threads.submit(() -> result.complete(ask(silent.uri("/"))));
        arrived.acquire();
        stopped.cancel(true);
        assertThat(result.get()).isInstanceOf(HttpResult.Failed.class);
      }
      assertThat(told).isEmpty();
      never.countDown();
    }
  }

  private static RequestContext ahead() {
    return RequestContext.unrecorded(Deadline.after(PLENTY)).ahead(new ByteBudget(1_000));
  }

  private void open() {
    for (int i = 0; i < CircuitBreaker.FAILURES; i++) {
      ask();
    }
  }

  private void rest() {
    nanos.addAndGet(CircuitBreaker.REST.toNanos());
  }

  private String host() {
    return "localhost:" + server.port();
  }

  private HttpResult ask() {
    return ask(server.uri("/"));
  }

  private HttpResult ask(URI uri) {
    return transport.send(configured(uri), RequestContext.unrecorded(Deadline.after(PLENTY)));
  }

  private static OutboundRequest configured(URI uri) {
    return new OutboundRequest(
        OutboundRequest.Method.GET,
        uri,
        new Headers(List.of()),
        "",
        9,
        List.of(),
        TargetSource.CONFIGURED);
  }

  private final class Told implements TransportObserver {
    @Override
    public void opened(String host, String cause) {
      told.add("opened " + host);
    }

    @Override
    public void closed(String host) {
      told.add("closed " + host);
    }

    @Override
    public void refused(String host, Refusal why) {
      told.add(why + " " + host);
    }

    @Override
    public void ended(String host, boolean answered, Duration took) {}
  }
}
