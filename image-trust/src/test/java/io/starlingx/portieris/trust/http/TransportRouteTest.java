/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.testbed.http.TunnelProxy;
import io.starlingx.portieris.trust.http.HttpResult.Kind;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Which addresses may be reached, by themselves and through a proxy. */
class TransportRouteTest extends HttpTransportFixture {

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
}
