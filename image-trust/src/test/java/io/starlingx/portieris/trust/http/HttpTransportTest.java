/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpTransportTest {

  private static final Duration PLENTY = Duration.ofSeconds(60);

  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<RequestRecord> records = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : open.reversed()) {
      closeable.close();
    }
  }

  @Test
  void readsADocumentOverTls() {
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

  private LoopbackServer https(LoopbackServer.Script script) {
    return closed(LoopbackServer.https(script));
  }

  private <T extends AutoCloseable> T closed(T closeable) {
    open.add(closeable);
    return closeable;
  }

  private HttpTransport transport() {
    return closed(
        new HttpTransport(
            new TransportSettings(
                () -> List.of(TestTls.authority()), ProxySettings.none(), AddressRule.allowAll())));
  }

  private static OutboundRequest get(URI uri, int maxBytes) {
    return OutboundRequest.get(uri, maxBytes);
  }

  private HttpResult send(HttpTransport transport, OutboundRequest request) {
    return transport.send(request, new RequestContext(Deadline.after(PLENTY), records::add));
  }

  private static HttpResult.Answer answer(HttpResult result) {
    assertThat(result).isInstanceOf(HttpResult.Answer.class);
    return (HttpResult.Answer) result;
  }
}
