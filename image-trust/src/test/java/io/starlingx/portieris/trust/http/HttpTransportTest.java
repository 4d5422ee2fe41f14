/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.http.HttpResult.Kind;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
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
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpTransportTest {

  private static final Duration PLENTY = Duration.ofSeconds(50);

  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<RequestRecord> records = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : open.reversed()) {
      closeable.close();
    }
  }

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
  void refusesACertificateOfAnotherName() {
    LoopbackServer server = https((request, out) -> LoopbackServer.respond(out, 200, "x"));
    URI uri = URI.create("https://other.test:" + server.port() + "/");

    HttpResult result = send(transport(host -> loopback()), get(uri, 9));

    assertFailed(result, Kind.TLS, "other.test:" + server.port() + ": ", "for another name");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void refusesACertificateOfAnUnknownAuthority() {
    LoopbackServer server = https((request, out) -> LoopbackServer.respond(out, 200, "x"));
    HttpTransport transport = transport(AuthoritySource.none(), ProxySettings.none());

    assertFailed(
        send(transport, get(server.uri("/"), 9)), Kind.TLS, "not signed by a trusted authority");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void trustsTheAuthorityOfOneRequestForThatRequestOnly() {
    LoopbackServer server = https((request, out) -> LoopbackServer.respond(out, 200, "x"));
    HttpTransport transport = transport(AuthoritySource.none(), ProxySettings.none());

    HttpResult with =
        send(transport, get(server.uri("/"), TargetSource.UNTRUSTED, TestTls.authority()));
    HttpResult without = send(transport, get(server.uri("/"), 9));

    assertThat(answer(with).status()).isEqualTo(200);
    assertFailed(without, Kind.TLS);
  }

  @Test
  void readsTheAuthoritiesAgainForEachConnection() {
    LoopbackServer server =
        https((request, out) -> LoopbackServer.respond(out, 200, "x", "Connection: close"));
    AtomicInteger reads = new AtomicInteger();
    HttpTransport transport =
        transport(
            () -> reads.incrementAndGet() == 1 ? List.of() : List.of(TestTls.authority()),
            ProxySettings.none());

    assertFailed(send(transport, get(server.uri("/"), 9)), Kind.TLS);
    assertThat(answer(send(transport, get(server.uri("/"), 9))).status()).isEqualTo(200);
  }

  @Test
  void aPlainServerBehindAnHttpsUrlIsATlsFailure() {
    LoopbackServer server = http((request, out) -> LoopbackServer.respond(out, 200, "x"));
    URI uri = URI.create("https://localhost:" + server.port() + "/");

    // The greeting holds no blank line, so the server never answers it: the deadline ends the wait.
    HttpResult result =
        transport()
            .send(get(uri, 9), RequestContext.unrecorded(Deadline.after(Duration.ofMillis(300))));

    assertFailed(result, Kind.UNREACHABLE, "no answer in time");
  }

  @Test
  void aDrippingBodyDoesNotOutliveTheDeadline() {
    ScheduledExecutorService drip = closed(Executors.newSingleThreadScheduledExecutor());
    CountDownLatch never = closing(new CountDownLatch(1));
    LoopbackServer server =
        https(
            (request, out) -> {
              LoopbackServer.raw(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
              Future<?> dripping =
                  drip.scheduleAtFixedRate(() -> drop(out), 0, 10, TimeUnit.MILLISECONDS);
              never.await();
              dripping.cancel(true);
            });

    HttpResult result = sendWithin(Duration.ofMillis(400), server.uri("/"));

    assertFailed(result, Kind.UNREACHABLE, "no answer in time");
    assertThat(records).singleElement().matches(record -> record.status().isEmpty());
  }

  @Test
  void aDrippingHeaderDoesNotOutliveTheDeadline() {
    ScheduledExecutorService drip = closed(Executors.newSingleThreadScheduledExecutor());
    CountDownLatch never = closing(new CountDownLatch(1));
    LoopbackServer server =
        http(
            (request, out) -> {
              LoopbackServer.raw(out, "HTTP/1.1 200 OK\r\nX: ");
              Future<?> dripping =
                  drip.scheduleAtFixedRate(() -> drop(out), 0, 10, TimeUnit.MILLISECONDS);
              never.await();
              dripping.cancel(true);
            });

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 11\r\n\r\nhello world",
        "Transfer-Encoding: chunked\r\n\r\nb\r\nhello world\r\n0\r\n\r\n",
        "Connection: close\r\n\r\nhello world",
        "Content-Length: 99999999999\r\n\r\nhello"
      })
  void refusesABodyLongerThanAskedFor(String rest) {
    assertFailed(sendTo("HTTP/1.1 200 OK\r\n" + rest), Kind.TOO_LARGE, "longer than 10 bytes");
  }

  @Test
  void acceptsABodyOfExactlyTheLimit() {
    assertThat(answer(sendTo("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789")).body())
        .hasSize(10);
  }

  @Test
  void cutsTheBodyOfAnErrorInsteadOfFailing() {
    String page = "x".repeat(100_000);

    HttpResult result = sendTo("HTTP/1.1 404 Not Found\r\nContent-Length: 100000\r\n\r\n" + page);

    assertThat(answer(result).status()).isEqualTo(404);
    assertThat(answer(result).body()).hasSize(TransportLimits.STANDARD.errorBytes());
  }

  @Test
  void allAnswersToOneVerificationTogetherAreLimited() {
    LoopbackServer server =
        https((request, out) -> LoopbackServer.respond(out, 200, "x".repeat(600)));
    RequestContext context =
        new RequestContext(Deadline.after(PLENTY), records::add, new ByteBudget(1000));
    HttpTransport transport = transport();

    assertThat(answer(transport.send(get(server.uri("/a"), 800), context)).body()).hasSize(600);
    assertFailed(
        transport.send(get(server.uri("/b"), 800), context),
        Kind.TOO_LARGE,
        "one verification reads no more");
    assertFailed(transport.send(get(server.uri("/c"), 800), context), Kind.TOO_LARGE);
    assertThat(
            answer(
                    transport.send(
                        get(server.uri("/d"), 800),
                        RequestContext.unrecorded(Deadline.after(PLENTY))))
                .body())
        .hasSize(600);
  }

  @ParameterizedTest
  @ValueSource(ints = {40_000, 4_000_000})
  void refusesALongHeaderLine(int length) {
    assertFailed(
        sendTo("HTTP/1.1 200 OK\r\nX: " + "x".repeat(length) + "\r\n\r\n"), Kind.MALFORMED);
  }

  @Test
  void refusesManyHeaderLinesThatTogetherAreTooLong() {
    String lines = ("X: " + "x".repeat(1000) + "\r\n").repeat(34);

    assertFailed(
        sendTo("HTTP/1.1 200 OK\r\n" + lines + "Content-Length: 0\r\n\r\n"), Kind.MALFORMED);
  }

  @Test
  void stopsReadingAnEndlessHeader() {
    LoopbackServer server =
        http(
            (request, out) -> {
              LoopbackServer.raw(out, "HTTP/1.1 200 OK\r\n");
              while (true) {
                LoopbackServer.raw(out, "X: y\r\n".repeat(1000));
              }
            });

    assertFailed(send(transport(), get(server.uri("/"), 9)), Kind.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nhi",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nhi",
        "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nhi",
        "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nhi",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nhi",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhi\r\n0\r\n\r\n",
        "HTTP/9.9 200 OK\r\nContent-Length: 2\r\n\r\nhi",
        "HTTP/1.1 two hundred\r\n\r\n",
        "<html><body>login</body></html>\r\n\r\n",
      })
  void refusesAnAnswerThatTwoReadersCouldUnderstandDifferently(String answer) {
    assertFailed(sendTo(answer), Kind.MALFORMED);
  }

  @Test
  void aBodyThatEndsTooSoonIsABrokenConnection() {
    assertFailed(
        sendTo("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi"), Kind.UNREACHABLE, "broke");
    assertFailed(
        sendTo("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhi"), Kind.UNREACHABLE);
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
  void passesOverInterimAnswersButNotOverEndlessOnes() {
    assertThat(
            answer(
                    sendTo(
                        "HTTP/1.1 103 Early\r\nLink: x\r\n\r\n".repeat(2)
                            + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
                .status())
        .isEqualTo(200);
    assertFailed(sendTo("HTTP/1.1 103 Early\r\n\r\n".repeat(1000)), Kind.MALFORMED);
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
  void aPolicyCannotReachALoopbackServiceThroughItsName() {
    LoopbackServer server = https((request, out) -> LoopbackServer.respond(out, 200, "x"));
    HttpTransport transport = shielded(host -> loopback());
    URI uri = URI.create("https://registry.test:" + server.port() + "/");

    assertFailed(
        send(transport, get(uri, TargetSource.UNTRUSTED, TestTls.authority())),
        Kind.FORBIDDEN_ADDRESS,
        "127.0.0.1",
        "trust.allowedAddresses");
    assertThat(server.connections()).isZero();
    assertThat(
            answer(send(transport, get(uri, TargetSource.CONFIGURED, TestTls.authority())))
                .status())
        .isEqualTo(200);
    assertFailed(
        send(transport, get(uri, TargetSource.UNTRUSTED, TestTls.authority())),
        Kind.FORBIDDEN_ADDRESS);
  }

  @Test
  void connectsToTheAddressThatWasCheckedHoweverTheNameResolvesNext() {
    LoopbackServer server = https((request, out) -> LoopbackServer.respond(out, 200, "x"));
    AtomicInteger lookups = new AtomicInteger();
    HttpTransport transport =
        closed(
            new HttpTransport(
                new TransportSettings(
                    () -> List.of(TestTls.authority()),
                    ProxySettings.none(),
                    (address, port) -> address.getHostAddress().equals("127.0.0.1")),
                TestTransport.PATIENT,
                host ->
                    lookups.incrementAndGet() == 1
                        ? List.of(
                            InetAddress.ofLiteral("127.0.0.9"), InetAddress.ofLiteral("127.0.0.1"))
                        : List.of(InetAddress.ofLiteral("127.0.0.9"))));

    HttpResult result =
        send(transport, get(URI.create("https://registry.test:" + server.port() + "/"), 9));

    assertThat(answer(result).status()).isEqualTo(200);
    assertThat(lookups).hasValue(1);
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
  void goesThroughAProxyToTheServerThatItVerifies() throws Exception {
    LoopbackServer server = https((request, out) -> LoopbackServer.respond(out, 200, "x"));
    TunnelProxy proxy = closed(new TunnelProxy(200, server.port()));
    HttpTransport transport =
        transport(
            () -> List.of(TestTls.authority()),
            new ProxySettings(Optional.empty(), Optional.of(proxy.uri("me:p%40ss@")), List.of()));
    URI uri = URI.create("https://registry.test:" + server.port() + "/");

    assertThat(answer(send(transport, get(uri, 9))).status()).isEqualTo(200);
    assertThat(proxy.heads().getFirst())
        .startsWith("CONNECT registry.test:" + server.port() + " HTTP/1.1\r\n")
        .contains("Proxy-Authorization: Basic bWU6cEBzcw==\r\n");
    assertThat(server.requests().getFirst().head()).doesNotContain("Proxy-Authorization");
  }

  @Test
  void aProxyThatRefusesIsNamed() throws Exception {
    TunnelProxy proxy = closed(new TunnelProxy(407, 1));
    HttpTransport transport =
        transport(
            AuthoritySource.none(),
            new ProxySettings(Optional.empty(), Optional.of(proxy.uri("")), List.of()));

    assertFailed(
        send(transport, get(URI.create("https://registry.test/"), 9)),
        Kind.UNREACHABLE,
        "the proxy refused the connection: HTTP/1.1 407");
  }

  @Test
  void tellsAProxyTheWholeUrlOfAPlainRequest() {
    LoopbackServer proxy = http((request, out) -> LoopbackServer.respond(out, 200, "x"));
    HttpTransport transport =
        transport(
            AuthoritySource.none(),
            new ProxySettings(
                Optional.of(URI.create("http://127.0.0.1:" + proxy.port())),
                Optional.empty(),
                List.of()));

    send(transport, get(URI.create("http://registry.test/v2/?a=b"), 9));

    assertThat(proxy.requests().getFirst().line())
        .isEqualTo("GET http://registry.test/v2/?a=b HTTP/1.1");
  }

  @Test
  void aProxyDoesNotLeadPastTheAddressRule() throws Exception {
    TunnelProxy proxy = closed(new TunnelProxy(200, 1));
    HttpTransport transport =
        closed(
            new HttpTransport(
                new TransportSettings(
                    AuthoritySource.none(),
                    new ProxySettings(Optional.empty(), Optional.of(proxy.uri("")), List.of()),
                    AddressRule.webhook(List.of(), List.of()))));

    assertFailed(
        send(transport, get(URI.create("https://169.254.169.254/latest"), 9)),
        Kind.FORBIDDEN_ADDRESS);
    assertThat(proxy.heads()).isEmpty();
  }

  private LoopbackServer https(LoopbackServer.Script script) {
    return closed(LoopbackServer.https(script));
  }

  private LoopbackServer http(LoopbackServer.Script script) {
    return closed(LoopbackServer.http(script));
  }

  private <T extends AutoCloseable> T closed(T closeable) {
    open.add(closeable);
    return closeable;
  }

  private CountDownLatch closing(CountDownLatch latch) {
    open.add(latch::countDown);
    return latch;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void drop(java.io.OutputStream out) {
    try {
      out.write('x');
      out.flush();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<InetAddress> loopback() {
    return List.of(InetAddress.ofLiteral("127.0.0.1"));
  }

  private static TransportSettings settings() {
    return new TransportSettings(
        () -> List.of(TestTls.authority()), ProxySettings.none(), AddressRule.allowAll());
  }

  private HttpTransport transport() {
    return closed(TestTransport.of(settings()));
  }

  private HttpTransport transport(Resolver resolver) {
    return closed(new HttpTransport(settings(), TestTransport.PATIENT, resolver));
  }

  private HttpTransport transport(AuthoritySource authorities, ProxySettings proxy) {
    return closed(
        TestTransport.of(new TransportSettings(authorities, proxy, AddressRule.allowAll())));
  }

  private HttpTransport shielded(Resolver resolver) {
    return closed(
        new HttpTransport(
            new TransportSettings(
                AuthoritySource.none(),
                ProxySettings.none(),
                AddressRule.webhook(List.of(), List.of())),
            TestTransport.PATIENT,
            resolver));
  }

  private static OutboundRequest get(URI uri, int maxBytes) {
    return OutboundRequest.get(uri, maxBytes);
  }

  private static OutboundRequest get(URI uri, TargetSource source, X509Certificate authority) {
    return new OutboundRequest(
        OutboundRequest.Method.GET, uri, new Headers(List.of()), "", 9, List.of(authority), source);
  }

  /** One request to a server that answers with these bytes and closes. */
  private HttpResult sendTo(String answer) {
    LoopbackServer server =
        http(
            (request, out) -> {
              LoopbackServer.raw(out, answer);
              throw new InterruptedException("closed");
            });
    return send(transport(), get(server.uri("/"), 10));
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

  private HttpResult sendWithin(Duration time, URI uri) {
    return transport()
        .send(get(uri, 2_000_000), new RequestContext(Deadline.after(time), records::add));
  }

  private HttpResult send(HttpTransport transport, OutboundRequest request) {
    return transport.send(request, new RequestContext(Deadline.after(PLENTY), records::add));
  }

  private static HttpResult.Answer answer(HttpResult result) {
    assertThat(result).isInstanceOf(HttpResult.Answer.class);
    return (HttpResult.Answer) result;
  }

  private static void assertFailed(HttpResult result, Kind kind, String... parts) {
    assertThat(result)
        .isInstanceOfSatisfying(
            HttpResult.Failed.class,
            failed -> {
              assertThat(List.of(parts)).allMatch(failed.message()::contains, failed.message());
              assertThat(failed.kind()).isEqualTo(kind);
            });
  }
}
