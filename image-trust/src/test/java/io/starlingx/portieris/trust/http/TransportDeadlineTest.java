/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.http.HttpResult.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No peer, however slow, outlives the deadline. */
@Timeout(60)
class TransportDeadlineTest extends HttpTransportFixture {

  @Test
  void aDrippingBodyDoesNotOutliveTheDeadline() {
    LoopbackServer server = https(dripping("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"));

    HttpResult result = sendWithin(Duration.ofMillis(400), server.uri("/"));

    assertFailed(result, Kind.UNREACHABLE, "no answer in time");
    assertThat(records).singleElement().matches(record -> record.status().isEmpty());
  }

  @Test
  void aDrippingHeaderDoesNotOutliveTheDeadline() {
    LoopbackServer server = http(dripping("HTTP/1.1 200 OK\r\nX: "));

    assertFailed(
        sendWithin(Duration.ofMillis(400), server.uri("/")), Kind.UNREACHABLE, "no answer in time");
  }

  @Test
  void aServerThatNeverFinishesItsHandshakeDoesNotOutliveTheDeadline() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      URI uri = URI.create("https://localhost:" + silent.getLocalPort() + "/");

      assertFailed(sendWithin(Duration.ofMillis(300), uri), Kind.UNREACHABLE, "no answer in time");
    }
  }

  @Test
  void aNameServerThatDoesNotAnswerDoesNotOutliveTheDeadline() {
    CountDownLatch never = closing(new CountDownLatch(1));
    HttpTransport transport =
        transport(
            host -> {
              await(never);
              return loopback();
            });

    HttpResult result =
        transport.send(
            get(URI.create("https://slow.test/"), 9),
            RequestContext.unrecorded(Deadline.after(Duration.ofMillis(200))));

    assertFailed(result, Kind.UNREACHABLE, "no answer in time");
  }

  @Test
  void sendsNothingWhenTimeIsUp() {
    LoopbackServer server = https((request, out) -> LoopbackServer.respond(out, 200, "x"));

    assertFailed(sendWithin(Duration.ZERO, server.uri("/")), Kind.UNREACHABLE, "no answer in time");
    assertThat(server.connections()).isZero();
    assertThat(records).isEmpty();
  }

  @Test
  void aSilentServerIsGivenUpBeforeTheDeadline() {
    CountDownLatch never = closing(new CountDownLatch(1));
    LoopbackServer server = https((request, out) -> never.await());

    assertFailed(
        impatient().send(get(server.uri("/"), 9), plentyOfTime()),
        Kind.UNREACHABLE,
        "no answer in time");
  }

  @Test
  void aServerThatFallsSilentWithinItsAnswerIsGivenUpBeforeTheDeadline() {
    CountDownLatch never = closing(new CountDownLatch(1));
    LoopbackServer server =
        https(
            (request, out) -> {
              LoopbackServer.raw(out, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx");
              never.await();
            });

    assertFailed(
        impatient().send(get(server.uri("/"), 9), plentyOfTime()),
        Kind.UNREACHABLE,
        "no answer in time");
  }

  @Test
  void aKeptConnectionThatHasGoneSilentIsReplaced() {
    CountDownLatch never = closing(new CountDownLatch(1));
    AtomicInteger asked = new AtomicInteger();
    LoopbackServer server =
        https(
            (request, out) -> {
              if (asked.incrementAndGet() == 2) {
                never.await();
              }
              LoopbackServer.respond(out, 200, "x");
            });
    HttpTransport transport = waiting(Duration.ofSeconds(3));
    transport.send(get(server.uri("/"), 9), plentyOfTime());

    HttpResult second = transport.send(get(server.uri("/"), 9), plentyOfTime());

    assertThat(second).isInstanceOf(HttpResult.Answer.class);
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void whatIsUnderWayWhenTheTransportIsClosedDoesNotOutliveTheDeadline() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch never = closing(new CountDownLatch(1));
    LoopbackServer server =
        https(
            (request, out) -> {
              arrived.countDown();
              never.await();
            });
    HttpTransport transport = impatient();
    Future<HttpResult> underWay =
        closed(Executors.newVirtualThreadPerTaskExecutor())
            .submit(() -> transport.send(get(server.uri("/"), 9), plentyOfTime()));
    arrived.await();

    transport.close();

    assertFailed(underWay.get(), Kind.UNREACHABLE, "no answer in time");
  }

  private HttpTransport impatient() {
    return waiting(Duration.ofMillis(300));
  }

  /** Waits so long for the next bytes. */
  private HttpTransport waiting(Duration patience) {
    Duration plenty = Duration.ofSeconds(20);
    TransportLimits limits = new TransportLimits(plenty, patience, plenty, 4, 32768, 4096, plenty);
    return closed(new HttpTransport(settings(), limits, Resolver.system()));
  }

  private static RequestContext plentyOfTime() {
    return RequestContext.unrecorded(Deadline.after(Duration.ofMinutes(5)));
  }

  /** The beginning of an answer, of which one more byte comes now and then. */
  private LoopbackServer.Script dripping(String beginning) {
    ScheduledExecutorService drip = closed(Executors.newSingleThreadScheduledExecutor());
    CountDownLatch never = closing(new CountDownLatch(1));
    return (request, out) -> {
      LoopbackServer.raw(out, beginning);
      Future<?> dripping = drip.scheduleAtFixedRate(() -> drop(out), 0, 10, TimeUnit.MILLISECONDS);
      never.await();
      dripping.cancel(true);
    };
  }

  private static void drop(OutputStream out) {
    try {
      out.write('x');
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResult sendWithin(Duration time, URI uri) {
    return transport()
        .send(get(uri, 2_000_000), new RequestContext(Deadline.after(time), records::add));
  }
}
