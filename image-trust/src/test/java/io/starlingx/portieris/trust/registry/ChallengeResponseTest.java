/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.http.LoopbackServer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** With which credential a challenge is answered, and what a refusal of it says. */
class ChallengeResponseTest extends TokenReaderFixture {

  @Test
  void triesTheNextCredentialWhenOneIsRefused() {
    LoopbackServer server =
        registry(
            "",
            (request, out) -> {
              if (request.query().startsWith("account=bob")) {
                token(out, "t1");
              } else {
                LoopbackServer.respond(out, 401, "{}");
              }
            });

    assertDocument(read(server, ALICE, BOB));
    assertThat(tokenRequests(server)).hasSize(2);
  }

  @Test
  void saysThatEveryCredentialWasRefusedWithoutPrintingOne() {
    LoopbackServer server = registry("", (request, out) -> LoopbackServer.respond(out, 401, "{}"));

    ReadResult result = read(server, ALICE, BOB);

    assertUnauthorized(result, "localhost:" + server.port(), "accepted no credential", "401");
    assertThat(result.toString()).doesNotContain("s3:cret", "hush", base64("alice:s3:cret"));
  }

  @Test
  void answersAPasswordChallenge() {
    LoopbackServer server =
        https(
            (request, out) -> {
              if (request
                  .header("authorization")
                  .equals(Optional.of("Basic " + base64("bob:hush")))) {
                LoopbackServer.respond(out, 200, "doc");
              } else {
                challenge(out, request, "Basic realm=\"x\"");
              }
            });

    assertDocument(read(server, ALICE, BOB));
    assertUnauthorized(read(server), "asks for a password", "no credential could be used");
  }

  @Test
  void prefersATokenToAPassword() {
    LoopbackServer server =
        challenging(
            "Basic realm=\"x\", Bearer realm=\"REALM\"", (request, out) -> token(out, "t1"));

    assertDocument(read(server, ALICE));
  }

  @Test
  void aChallengeForOneDocumentDoesNotCloseTheOthers() {
    LoopbackServer server =
        https(
            (request, out) -> {
              if (request.path().equals("/v2/closed")) {
                challenge(out, request, "Bearer realm=\"http://localhost:1/token\"");
              } else {
                LoopbackServer.respond(out, 200, "doc");
              }
            });
    TokenReader reader = reader(TokenSettings.none());

    assertUnauthorized(read(reader, server.uri("/v2/closed")), "no supported auth-endpoint");
    assertDocument(read(reader, server.uri("/v2/doc")));
    assertUnauthorized(read(reader, server.uri("/v2/closed")), "no supported auth-endpoint");
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void thatNobodyFindsADocumentIsNoAnswerToARefusedCredential() {
    LoopbackServer server =
        https(
            (request, out) -> {
              if (request.path().equals("/token") && request.header("authorization").isPresent()) {
                LoopbackServer.respond(out, 401, "{}");
              } else if (request.path().equals("/token")) {
                token(out, "t1");
              } else if (request.header("authorization").isPresent()) {
                LoopbackServer.respond(out, 404, "{}");
              } else {
                challenge(out, request, "Bearer realm=\"REALM\"");
              }
            });

    assertUnauthorized(read(server, ALICE), "accepted no credential");
    assertThat(read(server)).isEqualTo(new ReadResult.Absent());
  }

  @Test
  void aRefusalThatCarriesAChallengeIsAnswered() {
    LoopbackServer server =
        https(
            (request, out) -> {
              if (request.header("authorization").isPresent()) {
                LoopbackServer.respond(out, 200, "doc");
              } else {
                LoopbackServer.respond(out, 403, "{}", "WWW-Authenticate: Basic realm=x");
              }
            });

    assertDocument(read(server, ALICE));
  }

  @Test
  void noticesThatAServerAsksInAnotherWayNow() {
    AtomicInteger phase = new AtomicInteger();
    LoopbackServer server =
        https(
            (request, out) -> {
              String authorization = request.header("authorization").orElse("");
              if (request.path().equals("/token")) {
                token(out, "t1");
              } else if (authorization.startsWith(phase.get() == 0 ? "Basic" : "Bearer")) {
                LoopbackServer.respond(out, 200, "doc");
              } else {
                challenge(
                    out, request, phase.get() == 0 ? "Basic realm=x" : "Bearer realm=\"REALM\"");
              }
            });
    TokenReader reader = reader(TokenSettings.none());

    assertDocument(read(reader, server.uri("/v2/doc"), ALICE));
    phase.set(1);
    assertDocument(read(reader, server.uri("/v2/doc"), ALICE));
  }
}
