/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.http.HttpResult.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whose certificate is accepted, and by which authority. */
class TransportTlsTest extends HttpTransportFixture {

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
}
