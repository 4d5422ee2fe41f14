/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.http.AddressRule;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.Headers;
import io.starlingx.portieris.trust.http.HttpResult;
import io.starlingx.portieris.trust.http.HttpTransport;
import io.starlingx.portieris.trust.http.LoopbackServer;
import io.starlingx.portieris.trust.http.LoopbackServer.Request;
import io.starlingx.portieris.trust.http.ProxySettings;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.TargetSource;
import io.starlingx.portieris.trust.http.TestTls;
import io.starlingx.portieris.trust.http.TestTransport;
import io.starlingx.portieris.trust.http.TransportSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Server and token service are one real TLS server unless a test says otherwise. */
@Timeout(60)
abstract class TokenReaderFixture {

  private static final String SCOPE = "repository:registry.test:5000/team/app:pull";
  static final String ENCODED = "repository%3Aregistry.test%3A5000%2Fteam%2Fapp%3Apull";
  static final Credentials ALICE = new Credentials.Basic("alice", "s3:cret");
  static final Credentials BOB = new Credentials.Basic("bob", "hush");

  final AtomicLong nanos = new AtomicLong();
  final List<AutoCloseable> open = new ArrayList<>();
  final MutableClock clock = new MutableClock();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : open.reversed()) {
      closeable.close();
    }
  }

  /** A server that wants token {@code t1}; its token service behaves as {@code service} says. */
  LoopbackServer registry(String more, LoopbackServer.Script service) {
    return challenging("Bearer realm=\"REALM\",service=\"notary.test\"" + more, service);
  }

  /** A server that wants token {@code t1} and says so in these words. */
  LoopbackServer challenging(String challenge, LoopbackServer.Script service) {
    return https(
        (request, out) -> {
          if (request.path().equals("/token")) {
            service.answer(request, out);
          } else if (request.header("authorization").equals(Optional.of("Bearer t1"))) {
            LoopbackServer.respond(out, 200, "doc");
          } else {
            challenge(out, request, challenge);
          }
        });
  }

  LoopbackServer https(LoopbackServer.Script script) {
    LoopbackServer server = LoopbackServer.https(script);
    open.add(server);
    return server;
  }

  static void challenge(OutputStream out, Request request, String challenge) throws IOException {
    String realm = "https://" + request.header("host").orElse("") + "/token";
    LoopbackServer.respond(
        out, 401, "{}", "WWW-Authenticate: " + challenge.replace("REALM", realm));
  }

  static void token(OutputStream out, String token) throws IOException {
    LoopbackServer.respond(out, 200, "{\"token\":\"" + token + "\"}");
  }

  static List<Request> tokenRequests(LoopbackServer server) {
    return server.requests().stream().filter(r -> r.path().equals("/token")).toList();
  }

  TokenReader reader(TokenSettings settings) {
    return reader(
        settings,
        time -> {
          throw new AssertionError("no reason to wait");
        });
  }

  TokenReader reader(TokenSettings settings, PoliteTransport.Pause pause) {
    HttpTransport transport =
        TestTransport.of(
            new TransportSettings(
                () -> List.of(TestTls.authority()), ProxySettings.none(), AddressRule.allowAll()));
    open.add(transport);
    return new TokenReader(
        transport,
        settings,
        clock,
        nanos::get,
        time -> {
          pause.take(time);
          nanos.addAndGet(time.toNanos());
        });
  }

  ReadResult read(LoopbackServer server, Credentials... credentials) {
    return read(reader(TokenSettings.none()), server.uri("/v2/doc"), credentials);
  }

  static ReadResult read(TokenReader reader, URI uri, Credentials... credentials) {
    ReadRequest request = request(uri, credentials);
    return reader.get(request, RequestContext.unrecorded(Deadline.after(Duration.ofSeconds(50))));
  }

  static ReadRequest request(URI uri, Credentials... credentials) {
    return new ReadRequest(
        uri,
        new Headers(List.of()),
        SCOPE,
        List.of(credentials),
        1000,
        List.of(),
        TargetSource.UNTRUSTED);
  }

  static void assertDocument(ReadResult result) {
    assertThat(result)
        .isInstanceOfSatisfying(
            ReadResult.Document.class,
            document -> assertThat(document.content()).isEqualTo("doc".getBytes(UTF_8)));
  }

  static void assertUnauthorized(ReadResult result, String... parts) {
    assertThat(result)
        .isInstanceOfSatisfying(
            ReadResult.Unauthorized.class,
            refused -> assertThat(refused.message()).contains(parts));
  }

  static void assertFailed(ReadResult result, HttpResult.Kind kind) {
    assertThat(result)
        .isInstanceOfSatisfying(
            ReadResult.Failed.class, failed -> assertThat(failed.kind()).isEqualTo(kind));
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
