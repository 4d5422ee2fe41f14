/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.http.HttpResult.Kind;
import java.net.InetAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** One transport, and servers on this machine that answer as a test says. */
@Timeout(60)
abstract class HttpTransportFixture {

  static final Duration PLENTY = Duration.ofSeconds(50);

  private final List<AutoCloseable> open = new ArrayList<>();
  final List<RequestRecord> records = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : open.reversed()) {
      closeable.close();
    }
  }

  LoopbackServer https(LoopbackServer.Script script) {
    return closed(LoopbackServer.https(script));
  }

  LoopbackServer http(LoopbackServer.Script script) {
    return closed(LoopbackServer.http(script));
  }

  <T extends AutoCloseable> T closed(T closeable) {
    open.add(closeable);
    return closeable;
  }

  CountDownLatch closing(CountDownLatch latch) {
    open.add(latch::countDown);
    return latch;
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static List<InetAddress> loopback() {
    return List.of(InetAddress.ofLiteral("127.0.0.1"));
  }

  static TransportSettings settings() {
    return new TransportSettings(
        () -> List.of(TestTls.authority()), ProxySettings.none(), AddressRule.allowAll());
  }

  HttpTransport transport() {
    return closed(TestTransport.of(settings()));
  }

  HttpTransport transport(Resolver resolver) {
    return closed(new HttpTransport(settings(), TestTransport.PATIENT, resolver));
  }

  HttpTransport transport(AuthoritySource authorities, ProxySettings proxy) {
    return closed(
        TestTransport.of(new TransportSettings(authorities, proxy, AddressRule.allowAll())));
  }

  static OutboundRequest get(URI uri, int maxBytes) {
    return OutboundRequest.get(uri, maxBytes);
  }

  static OutboundRequest get(URI uri, TargetSource source, X509Certificate authority) {
    return new OutboundRequest(
        OutboundRequest.Method.GET, uri, new Headers(List.of()), "", 9, List.of(authority), source);
  }

  /** One request to a server that answers with these bytes and closes. */
  HttpResult sendTo(String answer) {
    LoopbackServer server =
        http(
            (request, out) -> {
              LoopbackServer.raw(out, answer);
              throw new InterruptedException("closed");
            });
    return send(transport(), get(server.uri("/"), 10));
  }

  HttpResult send(HttpTransport transport, OutboundRequest request) {
    return transport.send(request, new RequestContext(Deadline.after(PLENTY), records::add));
  }

  static HttpResult.Answer answer(HttpResult result) {
    assertThat(result).isInstanceOf(HttpResult.Answer.class);
    return (HttpResult.Answer) result;
  }

  static void assertFailed(HttpResult result, Kind kind, String... parts) {
    assertThat(result)
        .isInstanceOfSatisfying(
            HttpResult.Failed.class,
            failed -> {
              assertThat(List.of(parts)).allMatch(failed.message()::contains, failed.message());
              assertThat(failed.kind()).isEqualTo(kind);
            });
  }
}
