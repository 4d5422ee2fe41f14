/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.http.HttpResult.Kind;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** Requests, connections and what is recorded of them. */
class HttpTransportTest extends HttpTransportFixture {

  @Test
  void readsADocumentOverTlsAndRecordsItWithoutItsQuery() {
    LoopbackServer server = https((request, out) -> LoopbackServer.respond(out, 200, "hello"));

    HttpResult result = send(transport(), get(server.uri("/v2/x?token=secret"), 100));

    assertThat(answer(result).status()).isEqualTo(200);
    assertThat(new String(answer(result).body(), UTF_8)).isEqualTo("hello");
    assertThat(server.requests().getFirst().line()).isEqualTo("GET /v2/x?token=secret HTTP/1.1");
    assertThat(server.requests().getFirst().header("host")).contains("localhost:" + server.port());
    assertThat(server.requests().getFirst().header("accept-encoding")).isEmpty();
    assertThat(records)
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.url()).isEqualTo(server.uri("/v2/x").toString());
              assertThat(record.status()).isEqualTo(OptionalInt.of(200));
            });
  }

  @Test
  void keepsAConnectionForTheNextRequest() {
    LoopbackServer server = https((request, out) -> LoopbackServer.respond(out, 200, "x"));
    HttpTransport transport = transport();

    for (int i = 0; i < 3; i++) {
      assertThat(answer(send(transport, get(server.uri("/"), 1))).status()).isEqualTo(200);
    }

    assertThat(server.requests()).hasSize(3);
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void opensAnotherConnectionWhenTheServerHasClosedTheKeptOne() {
    LoopbackServer server =
        https(
            (request, out) -> {
              LoopbackServer.respond(out, 200, "x");
              throw new InterruptedException("closed without saying so");
            });
    HttpTransport transport = transport();

    for (int i = 0; i < 3; i++) {
      assertThat(answer(send(transport, get(server.uri("/"), 1))).status()).isEqualTo(200);
    }

    assertThat(server.connections()).isEqualTo(3);
  }

  @Test
  void neverTakesAnAnswerThatWasSentBeforeItsQuestion() {
    LoopbackServer server =
        https(
            (request, out) ->
                LoopbackServer.raw(
                    out,
                    "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nmine"
                        + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfake"));
    HttpTransport transport = transport();

    for (int i = 0; i < 2; i++) {
      assertThat(answer(send(transport, get(server.uri("/"), 9))).body())
          .isEqualTo("mine".getBytes(UTF_8));
    }
  }

  @Test
  void aRedirectIsAnAnswer() {
    LoopbackServer elsewhere = https((request, out) -> LoopbackServer.respond(out, 200, "x"));
    HttpResult result =
        sendTo(
            "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: "
                + elsewhere.uri("/x")
                + "\r\n\r\n");

    assertThat(answer(result).status()).isEqualTo(302);
    assertThat(elsewhere.connections()).isZero();
  }

  @Test
  void aConnectionThatIsRefusedIsUnreachable() throws Exception {
    int port;
    try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = unused.getLocalPort();
    }

    HttpResult result = send(transport(), get(URI.create("https://127.0.0.1:" + port + "/"), 9));

    assertFailed(result, Kind.REFUSED, "127.0.0.1:" + port + ": connection refused");
  }

  @Test
  void aNameThatDoesNotExistIsUnreachable() {
    HttpTransport transport =
        transport(
            host -> {
              throw new UnknownHostException(host);
            });

    assertFailed(
        send(transport, get(URI.create("https://none.test/"), 9)),
        Kind.UNREACHABLE,
        "none.test: the name cannot be resolved");
  }

  @Test
  void oneHostCannotTakeAllThreads() throws Exception {
    CountDownLatch release = closing(new CountDownLatch(1));
    CompletableFuture<Void> arrived = new CompletableFuture<>();
    LoopbackServer server =
        https(
            (request, out) -> {
              arrived.complete(null);
              release.await();
              LoopbackServer.respond(out, 200, "x");
            });
    LoopbackServer other = https((request, out) -> LoopbackServer.respond(out, 200, "x"));
    TransportLimits one =
        new TransportLimits(PLENTY, PLENTY, Duration.ZERO, 1, 32768, 4096, Duration.ofSeconds(9));
    HttpTransport transport = closed(new HttpTransport(settings(), one, Resolver.system()));
    ExecutorService threads = closed(Executors.newVirtualThreadPerTaskExecutor());
    Future<HttpResult> first =
        threads.submit(
            () ->
                transport.send(
                    get(server.uri("/"), 9), RequestContext.unrecorded(Deadline.after(PLENTY))));
    arrived.get();

    assertFailed(send(transport, get(server.uri("/"), 9)), Kind.BUSY, "already under way");
    assertThat(answer(send(transport, get(other.uri("/"), 9))).status()).isEqualTo(200);
    release.countDown();
    assertThat(answer(first.get()).status()).isEqualTo(200);
    assertThat(answer(send(transport, get(server.uri("/"), 9))).status()).isEqualTo(200);
  }

  /** Otherwise those who cannot do without an answer would wait for a place. */
  @Test
  void requestsAheadLeaveHalfOfTheRoomToOthers() throws Exception {
    CountDownLatch release = closing(new CountDownLatch(1));
    Semaphore arrived = new Semaphore(0);
    LoopbackServer server =
        https(
            (request, out) -> {
              arrived.release();
              release.await();
              LoopbackServer.respond(out, 200, "x");
            });
    TransportLimits four =
        new TransportLimits(PLENTY, PLENTY, PLENTY, 4, 32768, 4096, Duration.ofSeconds(9));
    HttpTransport transport = closed(new HttpTransport(settings(), four, Resolver.system()));
    ExecutorService threads = closed(Executors.newVirtualThreadPerTaskExecutor());
    RequestContext needed = RequestContext.unrecorded(Deadline.after(PLENTY));
    RequestContext ahead = needed.ahead(new ByteBudget(99));
    List<Future<HttpResult>> answers = new ArrayList<>();
    for (RequestContext context : List.of(ahead, ahead)) {
      answers.add(threads.submit(() -> transport.send(get(server.uri("/"), 9), context)));
      arrived.acquire();
    }

    assertFailed(
        transport.send(get(server.uri("/"), 9), ahead), Kind.BUSY, "it is not asked ahead now");
    for (RequestContext context : List.of(needed, needed)) {
      answers.add(threads.submit(() -> transport.send(get(server.uri("/"), 9), context)));
      arrived.acquire();
    }
    release.countDown();
    for (Future<HttpResult> answer : answers) {
      assertThat(answer(answer.get()).status()).isEqualTo(200);
    }
  }

  @Test
  void whatIsReadAheadIsNotTakenFromTheRest() {
    LoopbackServer server = https((request, out) -> LoopbackServer.respond(out, 200, "12345"));
    ByteBudget budget = new ByteBudget(5);
    RequestContext needed = new RequestContext(Deadline.after(PLENTY), records::add, budget);
    HttpTransport transport = transport();

    assertThat(answer(transport.send(get(server.uri("/"), 9), needed.ahead(new ByteBudget(9)))))
        .isNotNull();
    assertThat(answer(transport.send(get(server.uri("/"), 9), needed))).isNotNull();
    assertThat(records).hasSize(2);
  }

  @Test
  void manyThreadsGetTheirOwnAnswers() throws Exception {
    LoopbackServer server =
        https((request, out) -> LoopbackServer.respond(out, 200, request.path()));
    HttpTransport transport = transport();
    ExecutorService threads = closed(Executors.newVirtualThreadPerTaskExecutor());
    List<Future<HttpResult>> results = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      URI uri = server.uri("/" + i);
      results.add(
          threads.submit(
              () ->
                  transport.send(get(uri, 9), RequestContext.unrecorded(Deadline.after(PLENTY)))));
    }

    for (int i = 0; i < results.size(); i++) {
      assertThat(new String(answer(results.get(i).get()).body(), UTF_8)).isEqualTo("/" + i);
    }
    assertThat(server.connections()).isLessThanOrEqualTo(TransportLimits.STANDARD.perHost());
  }

  @Test
  void postsAForm() {
    LoopbackServer server = https((request, out) -> LoopbackServer.respond(out, 200, "x"));
    OutboundRequest post =
        new OutboundRequest(
            OutboundRequest.Method.POST,
            server.uri("/token"),
            new Headers(List.of()),
            "a=b&c=d",
            9,
            List.of(),
            TargetSource.UNTRUSTED);

    send(transport(), post);

    assertThat(server.requests().getFirst().body()).isEqualTo("a=b&c=d");
    assertThat(server.requests().getFirst().header("content-type"))
        .contains("application/x-www-form-urlencoded");
  }

  @Test
  void tracesAreToldToHostsOfTheOperatorOnly() {
    String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    Recorder traced =
        new Recorder() {
          @Override
          public void accept(RequestRecord request) {}

          @Override
          public Optional<String> traceParent() {
            return Optional.of(parent);
          }
        };
    LoopbackServer server = https((request, out) -> LoopbackServer.respond(out, 200, "x"));
    HttpTransport transport = transport();
    for (TargetSource source : TargetSource.values()) {
      OutboundRequest plain = get(server.uri("/"), 10);
      OutboundRequest request =
          new OutboundRequest(
              plain.method(), plain.uri(), plain.headers(), "", 10, List.of(), source);
      transport.send(request, new RequestContext(Deadline.after(PLENTY), traced));
    }

    assertThat(server.requests())
        .extracting(request -> request.header("traceparent"))
        .containsExactly(Optional.of(parent), Optional.empty());
  }
}
