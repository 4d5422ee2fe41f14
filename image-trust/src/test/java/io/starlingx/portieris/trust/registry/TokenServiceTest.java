/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.http.HttpResult;
import io.starlingx.portieris.trust.http.LoopbackServer;
import io.starlingx.portieris.trust.http.LoopbackServer.Request;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a token service may answer, and in which form it is asked. */
class TokenServiceTest extends TokenReaderFixture {

  @Test
  void aTokenServiceThatWantsToBeLeftAloneIsBusy() {
    LoopbackServer server =
        registry("", (request, out) -> LoopbackServer.respond(out, 429, "{}", "Retry-After: 30"));

    assertFailed(read(server, ALICE), HttpResult.Kind.BUSY);
  }

  @Test
  void aTokenServiceThatFailsIsNotBusyWhateverItSays() {
    LoopbackServer server =
        registry("", (request, out) -> LoopbackServer.respond(out, 500, "{}", "Retry-After: 30"));

    assertFailed(read(server, ALICE), HttpResult.Kind.UNREACHABLE);
  }

  @Test
  void triesNoOtherCredentialWhenTheTokenServiceIsDown() {
    LoopbackServer server =
        registry("", (request, out) -> LoopbackServer.respond(out, 503, "busy"));

    assertThat(read(server, ALICE, BOB))
        .isInstanceOfSatisfying(
            ReadResult.Failed.class,
            failed -> {
              assertThat(failed.kind()).isEqualTo(HttpResult.Kind.UNREACHABLE);
              assertThat(failed.message()).contains("token service", "503");
            });
    assertThat(tokenRequests(server)).hasSize(1);
  }

  @Test
  void theRefusalStandsWhenThereIsNoCredentialAndNoTokenService() {
    LoopbackServer server =
        https(
            (request, out) ->
                challenge(
                    out, request, "Bearer realm=\"https://localhost:1/token\",service=\"x\""));

    assertUnauthorized(
        read(server), "no credential could be used", "localhost:1: connection refused");
  }

  /** Nobody has said no: the next time, the answer may be another. */
  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504, 404, 302})
  void anAnonymousTokenServiceThatFailsIsNoRefusal(int status) {
    LoopbackServer server =
        registry("", (request, out) -> LoopbackServer.respond(out, status, "{}"));

    assertFailed(read(server), HttpResult.Kind.UNREACHABLE);
  }

  @Test
  void anAnonymousTokenServiceThatAnswersNonsenseIsNoRefusal() {
    assertFailed(
        read(registry("", (request, out) -> LoopbackServer.respond(out, 200, "<html>"))),
        HttpResult.Kind.MALFORMED);
    assertFailed(read(registry("", (request, out) -> out.close())), HttpResult.Kind.UNREACHABLE);
  }

  @Test
  void exchangesAnIdentityTokenByPost() {
    LoopbackServer server = registry("", (request, out) -> token(out, "t1"));

    assertDocument(read(server, new Credentials.IdentityToken("refresh/me")));

    Request asked = tokenRequests(server).getFirst();
    assertThat(asked.line()).startsWith("POST /token ");
    assertThat(asked.body())
        .isEqualTo(
            "client_id=portieris&grant_type=refresh_token&refresh_token=refresh%2Fme"
                + "&service=notary.test&scope="
                + ENCODED);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 405})
  void usesTheOtherMethodWhereATokenServiceKnowsOnlyThat(int status) {
    LoopbackServer getOnly =
        registry("", (request, out) -> answerOnly("GET", status, request, out));
    LoopbackServer postOnly =
        registry("", (request, out) -> answerOnly("POST", status, request, out));

    assertDocument(read(getOnly, new Credentials.IdentityToken("refresh")));
    assertThat(tokenRequests(getOnly).getLast().header("authorization"))
        .contains("Basic " + base64("<token>:refresh"));
    assertDocument(read(postOnly, ALICE));
    assertThat(tokenRequests(postOnly).getLast().body())
        .contains("grant_type=password", "username=alice", "password=s3%3Acret");
  }

  @Test
  void prefersTokenAndAcceptsAccessToken() {
    LoopbackServer both =
        registry(
            "",
            (request, out) ->
                LoopbackServer.respond(out, 200, "{\"access_token\":\"no\",\"token\":\"t1\"}"));
    LoopbackServer oauth =
        registry(
            "", (request, out) -> LoopbackServer.respond(out, 200, "{\"access_token\":\"t1\"}"));

    assertDocument(read(both, ALICE));
    assertDocument(read(oauth, ALICE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>login</html>",
        "{}",
        "[]",
        "{\"token\":\"a b\"}",
        "{\"token\":\"a\\r\\nX-Injected: y\"}",
        "{\"token\":\"\\u00e9\"}",
        "{\"token\":\"t1\",\"token\":\"t2\"}",
        "{\"token\":\"t1\"} {\"token\":\"t2\"}",
      })
  void refusesAnAnswerThatHoldsNoUsableToken(String body) {
    LoopbackServer server = registry("", (request, out) -> LoopbackServer.respond(out, 200, body));

    assertFailed(read(server, ALICE), HttpResult.Kind.MALFORMED);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void refusesATokenThatIsTooLong() {
    LoopbackServer token = registry("", (request, out) -> token(out, "t".repeat(16_385)));
    LoopbackServer document =
        registry("", (request, out) -> LoopbackServer.respond(out, 200, " ".repeat(70_000)));

    assertFailed(read(token, ALICE), HttpResult.Kind.MALFORMED);
    assertFailed(read(document, ALICE), HttpResult.Kind.TOO_LARGE);
  }

  @Test
  void aTokenRequestIsNeverRedirected() {
    LoopbackServer elsewhere = https((request, out) -> token(out, "t1"));
    LoopbackServer server =
        registry(
            "",
            (request, out) ->
                LoopbackServer.respond(out, 307, "", "Location: " + elsewhere.uri("/token")));

    assertFailed(read(server, ALICE), HttpResult.Kind.UNREACHABLE);
    assertThat(elsewhere.connections()).isZero();
  }

  private static void answerOnly(String method, int status, Request request, OutputStream out)
      throws IOException {
    if (request.line().startsWith(method)) {
      token(out, "t1");
    } else {
      LoopbackServer.respond(out, status, "{}");
    }
  }
}
