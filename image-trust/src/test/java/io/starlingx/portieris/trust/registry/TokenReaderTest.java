/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.http.ByteBudget;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.HttpResult;
import io.starlingx.portieris.trust.http.LoopbackServer;
import io.starlingx.portieris.trust.http.LoopbackServer.Request;
import io.starlingx.portieris.trust.http.RequestContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When a token is asked for, how long it serves, and whom; and what is a document. */
class TokenReaderTest extends TokenReaderFixture {

  @Test
  void readsWithoutATokenWhereNoneIsAskedFor() {
    LoopbackServer server = https((request, out) -> LoopbackServer.respond(out, 200, "doc"));

    assertDocument(read(server, ALICE));
    assertThat(server.requests())
        .singleElement()
        .matches(request -> request.header("authorization").isEmpty());
  }

  @Test
  void obtainsAnAnonymousTokenWhenThereIsNoCredential() {
    LoopbackServer server = registry("", (request, out) -> token(out, "t1"));

    assertDocument(read(server));

    Request asked = tokenRequests(server).getFirst();
    assertThat(asked.query()).isEqualTo("service=notary.test&scope=" + ENCODED);
    assertThat(asked.header("authorization")).isEmpty();
    assertThat(server.requests().getLast().header("authorization")).contains("Bearer t1");
  }

  @Test
  void aWarmRequestNeedsNeitherARefusalNorAToken() {
    LoopbackServer server = registry("", (request, out) -> token(out, "t1"));
    TokenReader reader = reader(TokenSettings.none());
    assertDocument(read(reader, server.uri("/v2/doc"), ALICE));
    int cold = server.requests().size();

    assertDocument(read(reader, server.uri("/v2/doc"), ALICE));

    assertThat(cold).isEqualTo(3);
    assertThat(server.requests()).hasSize(cold + 1);
  }

  @Test
  void aTokenIsKeptUntilShortlyBeforeItExpires() {
    LoopbackServer server =
        registry(
            "",
            (request, out) ->
                LoopbackServer.respond(out, 200, "{\"token\":\"t1\",\"expires_in\":300}"));
    TokenReader reader = reader(TokenSettings.none());
    read(reader, server.uri("/v2/doc"), ALICE);
    clock.advance(Duration.ofSeconds(289));
    read(reader, server.uri("/v2/doc"), ALICE);
    assertThat(tokenRequests(server)).hasSize(1);

    clock.advance(Duration.ofSeconds(1));
    assertDocument(read(reader, server.uri("/v2/doc"), ALICE));

    assertThat(tokenRequests(server)).hasSize(2);
  }

  /** Neither is refused before both have asked: who comes later asks for a token at once. */
  @Test
  void readersAtTheSameTimeShareOneTokenRequest() throws Exception {
    CountDownLatch asking = new CountDownLatch(2);
    LoopbackServer server =
        https(
            (request, out) -> {
              if (request.path().equals("/token")) {
                token(out, "t1");
              } else if (request.header("authorization").isPresent()) {
                LoopbackServer.respond(out, 200, "doc");
              } else {
                asking.countDown();
                await(asking);
                challenge(out, request, "Bearer realm=\"REALM\",service=\"x\"");
              }
            });
    TokenReader reader = reader(TokenSettings.none());
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      Future<ReadResult> one = both.submit(() -> read(reader, server.uri("/v2/doc"), ALICE));
      Future<ReadResult> two = both.submit(() -> read(reader, server.uri("/v2/doc2"), ALICE));
      assertDocument(one.get());
      assertDocument(two.get());
    }
    assertThat(tokenRequests(server)).hasSize(1);
  }

  /** Others wait for the same token, who have read less. */
  @Test
  void aTokenComesOnTopOfWhatItsAskerMayRead() {
    LoopbackServer server = registry("", (request, out) -> token(out, "t1"));
    int refusalAndDocument = "{}".length() + "doc".length();

    assertDocument(
        reader(TokenSettings.none())
            .get(
                request(server.uri("/v2/doc"), ALICE),
                new RequestContext(
                    Deadline.after(Duration.ofSeconds(50)),
                    record -> {},
                    new ByteBudget(refusalAndDocument))));
  }

  /** Whoever needs the same token must not fail because its asker might have done without. */
  @Test
  void aTokenIsNeededThoughTheDocumentMayNotBe() {
    List<Duration> pauses = new ArrayList<>();
    LoopbackServer server =
        registry(
            "",
            (request, out) -> {
              if (pauses.isEmpty()) {
                LoopbackServer.respond(out, 429, "{}", "Retry-After: 3");
              } else {
                token(out, "t1");
              }
            });
    RequestContext ahead =
        RequestContext.unrecorded(Deadline.after(Duration.ofSeconds(50)))
            .ahead(new ByteBudget(1_000));

    assertDocument(
        reader(TokenSettings.none(), pauses::add)
            .get(request(server.uri("/v2/doc"), ALICE), ahead));
    assertThat(pauses).containsExactly(Duration.ofSeconds(3));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aTokenOfOneCredentialNeverServesAnother() {
    LoopbackServer server = registry("", (request, out) -> token(out, "t1"));
    TokenReader reader = reader(TokenSettings.none());

    read(reader, server.uri("/v2/doc"), ALICE);
    read(reader, server.uri("/v2/doc"), BOB);
    read(reader, server.uri("/v2/doc"));

    assertThat(tokenRequests(server)).hasSize(3);
  }

  @Test
  void aTokenThatWasWithdrawnIsReplacedOnce() {
    AtomicInteger issued = new AtomicInteger();
    AtomicInteger valid = new AtomicInteger(1);
    LoopbackServer server =
        https(
            (request, out) -> {
              if (request.path().equals("/token")) {
                if (request.header("authorization").isPresent()) {
                  token(out, "t" + issued.incrementAndGet());
                } else {
                  LoopbackServer.respond(out, 401, "{}");
                }
              } else if (request.header("authorization").equals(Optional.of("Bearer t" + valid))) {
                LoopbackServer.respond(out, 200, "doc");
              } else {
                challenge(out, request, "Bearer realm=\"REALM\",error=\"invalid_token\"");
              }
            });
    TokenReader reader = reader(TokenSettings.none());
    assertDocument(read(reader, server.uri("/v2/doc"), ALICE));
    valid.set(2);

    assertDocument(read(reader, server.uri("/v2/doc"), ALICE));
    valid.set(99);
    assertThat(read(reader, server.uri("/v2/doc"), ALICE))
        .isInstanceOf(ReadResult.Unauthorized.class);

    assertThat(issued).hasValue(3);
  }

  @Test
  void followsARedirectOnTheSameServerOnly() {
    LoopbackServer elsewhere = https((request, out) -> LoopbackServer.respond(out, 200, "doc"));
    LoopbackServer server =
        https(
            (request, out) -> {
              switch (request.path()) {
                case "/v2/moved" -> LoopbackServer.respond(out, 301, "", "Location: /v2/doc");
                case "/v2/away" ->
                    LoopbackServer.respond(out, 302, "", "Location: " + elsewhere.uri("/v2/doc"));
                case "/v2/loop" -> LoopbackServer.respond(out, 302, "", "Location: loop");
                default -> LoopbackServer.respond(out, 200, "doc");
              }
            });
    TokenReader reader = reader(TokenSettings.none());

    assertDocument(read(reader, server.uri("/v2/moved")));
    assertThat(read(reader, server.uri("/v2/away"))).isEqualTo(new ReadResult.OtherStatus(302));
    assertThat(read(reader, server.uri("/v2/loop"))).isEqualTo(new ReadResult.OtherStatus(302));
    assertThat(elsewhere.connections()).isZero();
  }

  @Test
  void tellsAbsenceRefusalAndFailureApart() {
    LoopbackServer server =
        https(
            (request, out) ->
                LoopbackServer.respond(
                    out,
                    Integer.parseInt(request.path().substring(1)),
                    "<html>",
                    "Content-Type: text/html"));
    TokenReader reader = reader(TokenSettings.none());

    assertThat(read(reader, server.uri("/404"))).isEqualTo(new ReadResult.Absent());
    assertThat(read(reader, server.uri("/503"))).isEqualTo(new ReadResult.OtherStatus(503));
    assertUnauthorized(read(reader, server.uri("/403")), "answered 403");
    assertUnauthorized(read(reader, server.uri("/401")), "no supported auth-endpoint found");
  }

  @Test
  void aWebPageIsNoDocument() {
    LoopbackServer server =
        https(
            (request, out) ->
                LoopbackServer.respond(
                    out, 200, "<html>sign in</html>", "Content-Type: text/html; charset=utf-8"));

    assertFailed(read(server), HttpResult.Kind.MALFORMED);
  }
}
