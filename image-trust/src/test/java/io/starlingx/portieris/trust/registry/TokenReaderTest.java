/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.trust.http.AddressRule;
import io.starlingx.portieris.trust.http.ByteBudget;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Server and token service are one real TLS server unless a test says otherwise. */
@Timeout(60)
class TokenReaderTest {

  private static final String SCOPE = "repository:registry.test:5000/team/app:pull";
  private static final String ENCODED = "repository%3Aregistry.test%3A5000%2Fteam%2Fapp%3Apull";
  private static final Credentials ALICE = new Credentials.Basic("alice", "s3:cret");
  private static final Credentials BOB = new Credentials.Basic("bob", "hush");

  private final AtomicLong nanos = new AtomicLong();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final MutableClock clock = new MutableClock();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : open.reversed()) {
      closeable.close();
    }
  }

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
  void sendsAPasswordToTheTokenServiceOfTheServersOwnHostOnly() {
    LoopbackServer server = registry("", (request, out) -> token(out, "t1"));

    assertDocument(read(server, ALICE));

    Request asked = tokenRequests(server).getFirst();
    assertThat(asked.header("authorization")).contains("Basic " + base64("alice:s3:cret"));
    assertThat(asked.query()).isEqualTo("account=alice&service=notary.test&scope=" + ENCODED);
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
  void neverAsksForTheScopeThatTheServerNames() {
    LoopbackServer server =
        registry(
            ",scope=\"repository:other/secret:pull,push\"", (request, out) -> token(out, "t1"));

    assertDocument(read(server, ALICE));

    assertThat(tokenRequests(server).getFirst().query())
        .contains("scope=" + ENCODED)
        .doesNotContain("other");
  }

  @Test
  void aRealmsQueryCannotChangeWhatIsAskedFor() {
    LoopbackServer server =
        https(
            (request, out) -> {
              if (request.path().equals("/token")) {
                token(out, "t1");
              } else if (request.header("authorization").isPresent()) {
                LoopbackServer.respond(out, 200, "doc");
              } else {
                challenge(
                    out,
                    request,
                    "Bearer"
                        + " realm=\"REALM?tenant=7&scope=repository:x:push&%73cope=y&Service=z&account=r\"");
              }
            });

    assertDocument(read(server, ALICE));

    assertThat(tokenRequests(server).getFirst().query())
        .isEqualTo("tenant=7&account=alice&scope=" + ENCODED);
  }

  @Test
  void aRealmOnAnotherHostGetsNoCredentialAndTheRefusalNamesTheSetting() {
    LoopbackServer elsewhere = https((request, out) -> LoopbackServer.respond(out, 401, "{}"));
    LoopbackServer server = withRealm(elsewhere);

    ReadResult result = read(server, ALICE, new Credentials.IdentityToken("refresh-me"));

    assertThat(elsewhere.requests())
        .singleElement()
        .matches(request -> request.header("authorization").isEmpty())
        .matches(request -> request.line().startsWith("GET"));
    assertUnauthorized(result, "127.0.0.1:" + elsewhere.port(), "trust.tokenRealms");
  }

  @Test
  void aRealmOnAnotherHostMayStillGiveAnAnonymousToken() {
    LoopbackServer elsewhere = https((request, out) -> token(out, "t1"));

    assertDocument(read(withRealm(elsewhere), ALICE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        " 127.0.0.1:PORT",
        "https://127.0.0.1:PORT/token",
        "HTTPS://127.0.0.1?x#y"
      })
  void aListedRealmGetsCredentials(String listed) {
    LoopbackServer elsewhere = https((request, out) -> token(out, "t1"));
    LoopbackServer server = withRealm(elsewhere);
    String realm = listed.replace("PORT", Integer.toString(elsewhere.port()));

    read(reader(new TokenSettings(List.of(realm))), server.uri("/v2/doc"), ALICE);

    assertThat(elsewhere.requests().getFirst().header("authorization")).isPresent();
  }

  @Test
  void aListedPortListsNoOther() {
    LoopbackServer elsewhere = https((request, out) -> token(out, "t1"));
    LoopbackServer server = withRealm(elsewhere);

    read(reader(new TokenSettings(List.of("127.0.0.1:1"))), server.uri("/v2/doc"), ALICE);

    assertThat(elsewhere.requests().getFirst().header("authorization")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "user@auth.test",
        "*.auth.test",
        "auth.test/token",
        "auth.test?x",
        "auth.test#x",
        "auth.test:",
        "auth.test:0",
        "auth.test:65536",
        "auth test",
        "http://auth.test",
        "https://",
        "https://user@auth.test/"
      })
  void anEntryThatListsNoHostIsNamed(String entry) {
    assertThatThrownBy(() -> new TokenSettings(List.of(entry)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + entry + "\"");
  }

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
  void saysThatEveryCredentialWasRefusedWithoutPrintingOne() {
    LoopbackServer server = registry("", (request, out) -> LoopbackServer.respond(out, 401, "{}"));

    ReadResult result = read(server, ALICE, BOB);

    assertUnauthorized(result, "localhost:" + server.port(), "accepted no credential", "401");
    assertThat(result.toString()).doesNotContain("s3:cret", "hush", base64("alice:s3:cret"));
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
        https(
            (request, out) -> {
              if (request.path().equals("/token")) {
                token(out, "t1");
              } else if (request.header("authorization").equals(Optional.of("Bearer t1"))) {
                LoopbackServer.respond(out, 200, "doc");
              } else {
                challenge(out, request, "Basic realm=\"x\", Bearer realm=\"REALM\"");
              }
            });

    assertDocument(read(server, ALICE));
  }

  @Test
  void aRegistryTokenGoesToItsRegistryOnly() {
    LoopbackServer server = registry("", (request, out) -> LoopbackServer.respond(out, 401, "{}"));
    Credentials own = new Credentials.RegistryToken("localhost:" + server.port(), "t1");
    Credentials other = new Credentials.RegistryToken("localhost", "t1");

    assertDocument(read(server, own));
    assertThat(tokenRequests(server)).isEmpty();
    assertThat(read(server, other)).isInstanceOf(ReadResult.Unauthorized.class);
    assertThat(tokenRequests(server))
        .singleElement()
        .matches(request -> request.header("authorization").isEmpty());
  }

  @Test
  void aPlainServerNeverGetsACredential() {
    LoopbackServer bearer = plain("Bearer realm=\"REALM\"");
    LoopbackServer basic = plain("Basic realm=\"x\"");

    assertDocument(read(bearer, ALICE, new Credentials.IdentityToken("refresh")));
    assertUnauthorized(read(basic, ALICE), "asked over http");

    assertThat(bearer.requests())
        .noneMatch(request -> request.header("authorization").orElse("").startsWith("Basic"))
        .noneMatch(request -> request.line().startsWith("POST"));
    assertThat(basic.requests()).noneMatch(request -> request.header("authorization").isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer realm=\"http://localhost:1/token\"",
        "Bearer realm=\"https://user:pw@localhost:1/token\"",
        "Bearer realm=\"file:///etc/passwd\"",
        "Bearer realm=\"//localhost/token\"",
        "Bearer realm=\"https://a b/token\"",
        "Bearer service=\"x\"",
        "Digest realm=\"x\""
      })
  void aServerThatNamesNoSafeTokenServiceGetsNothing(String challenge) {
    LoopbackServer server = https((request, out) -> challenge(out, request, challenge));

    assertUnauthorized(read(server, ALICE), "no supported auth-endpoint found");
    assertThat(server.requests()).hasSize(1);
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

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void waitsAsLongAsABusyServerSaysAndAsksOnceMore(int status) {
    List<Duration> pauses = new ArrayList<>();
    LoopbackServer server =
        https(
            (request, out) -> {
              if (pauses.isEmpty()) {
                LoopbackServer.respond(out, status, "{}", "Retry-After: 3");
              } else {
                LoopbackServer.respond(out, 200, "doc");
              }
            });

    assertDocument(read(reader(TokenSettings.none(), pauses::add), server.uri("/v2/doc")));
    assertThat(pauses).containsExactly(Duration.ofSeconds(3));
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void leavesAServerAloneForAsLongAsItSays() {
    LoopbackServer server =
        https((request, out) -> LoopbackServer.respond(out, 429, "{}", "Retry-After: 30"));
    TokenReader reader = reader(TokenSettings.none());
    assertThat(read(reader, server.uri("/v2/doc"))).isEqualTo(new ReadResult.OtherStatus(429));

    nanos.addAndGet(Duration.ofSeconds(12).toNanos());

    assertThat(read(reader, server.uri("/v2/other")))
        .isEqualTo(
            new ReadResult.Failed(
                HttpResult.Kind.BUSY,
                "localhost:"
                    + server.port()
                    + ": it was asked too often and is asked again in 18 s, as it said"));
    assertThat(server.requests()).hasSize(1);

    nanos.addAndGet(Duration.ofSeconds(18).toNanos());
    read(reader, server.uri("/v2/doc"));
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void theLimitOfOneAccountIsNotThatOfAnother() {
    String alice = "Basic " + base64("alice:s3:cret");
    LoopbackServer server =
        https(
            (request, out) -> {
              String authorization = request.header("authorization").orElse("");
              if (authorization.isEmpty()) {
                LoopbackServer.respond(out, 401, "{}", "WWW-Authenticate: Basic realm=x");
              } else if (authorization.equals(alice)) {
                LoopbackServer.respond(out, 429, "{}", "Retry-After: 30");
              } else {
                LoopbackServer.respond(out, 200, "doc");
              }
            });
    TokenReader reader = reader(TokenSettings.none());
    assertThat(read(reader, server.uri("/v2/doc"), ALICE))
        .isEqualTo(new ReadResult.OtherStatus(429));

    assertDocument(read(reader, server.uri("/v2/doc"), BOB));
  }

  @Test
  void waitsForADayNoLongerThanAMinute() {
    LoopbackServer server =
        https((request, out) -> LoopbackServer.respond(out, 503, "{}", "Retry-After: 86400"));
    TokenReader reader = reader(TokenSettings.none());
    read(reader, server.uri("/v2/doc"));

    nanos.addAndGet(PoliteTransport.LONGEST_REST.toNanos());
    read(reader, server.uri("/v2/doc"));

    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void retriesStayASmallPartOfTheRequests() {
    List<Duration> pauses = new ArrayList<>();
    LoopbackServer server =
        https((request, out) -> LoopbackServer.respond(out, 429, "{}", "Retry-After: 1"));
    TokenReader reader = reader(TokenSettings.none(), pauses::add);

    for (int i = 0; i < 100; i++) {
      read(reader, server.uri("/v2/doc"));
      nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    }

    assertThat(pauses).hasSize(RetryBudget.RETRIES);
    assertThat(server.requests()).hasSize(100 + RetryBudget.RETRIES);
  }

  @Test
  void requestsThatGoWellPayForARetry() {
    RetryBudget budget = new RetryBudget();
    for (int i = 0; i < RetryBudget.RETRIES; i++) {
      assertThat(budget.spend()).isTrue();
    }
    for (int i = 1; i < RetryBudget.REQUESTS_PER_RETRY; i++) {
      budget.earn();
    }
    assertThat(budget.spend()).isFalse();

    budget.earn();

    assertThat(budget.spend()).isTrue();
    assertThat(budget.spend()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"6", "x", "-1", "99999999999999999999", "Wed, 21 Oct 2015 07:28:00 GMT"})
  void doesNotWaitForLongNorForWhatItDoesNotUnderstand(String value) {
    List<Duration> pauses = new ArrayList<>();
    LoopbackServer server =
        https((request, out) -> LoopbackServer.respond(out, 429, "{}", "Retry-After: " + value));

    assertThat(read(reader(TokenSettings.none(), pauses::add), server.uri("/v2/doc")))
        .isEqualTo(new ReadResult.OtherStatus(429));
    assertThat(pauses).isEmpty();
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

  /** A server that wants token {@code t1}; its token service behaves as {@code service} says. */
  private LoopbackServer registry(String more, LoopbackServer.Script service) {
    return https(
        (request, out) -> {
          if (request.path().equals("/token")) {
            service.answer(request, out);
          } else if (request.header("authorization").equals(Optional.of("Bearer t1"))) {
            LoopbackServer.respond(out, 200, "doc");
          } else {
            challenge(out, request, "Bearer realm=\"REALM\",service=\"notary.test\"" + more);
          }
        });
  }

  /** A server whose token service is {@code elsewhere}, under another host name. */
  private LoopbackServer withRealm(LoopbackServer elsewhere) {
    return https(
        (request, out) -> {
          if (request.header("authorization").equals(Optional.of("Bearer t1"))) {
            LoopbackServer.respond(out, 200, "doc");
          } else {
            challenge(
                out, request, "Bearer realm=\"https://127.0.0.1:" + elsewhere.port() + "/token\"");
          }
        });
  }

  private LoopbackServer plain(String challenge) {
    LoopbackServer server =
        LoopbackServer.http(
            (request, out) -> {
              if (request.path().equals("/token")) {
                token(out, "t1");
              } else if (request.header("authorization").equals(Optional.of("Bearer t1"))) {
                LoopbackServer.respond(out, 200, "doc");
              } else {
                String realm = "http://" + request.header("host").orElse("") + "/token";
                LoopbackServer.respond(
                    out, 401, "{}", "WWW-Authenticate: " + challenge.replace("REALM", realm));
              }
            });
    open.add(server);
    return server;
  }

  private LoopbackServer https(LoopbackServer.Script script) {
    LoopbackServer server = LoopbackServer.https(script);
    open.add(server);
    return server;
  }

  private static void challenge(OutputStream out, Request request, String challenge)
      throws IOException {
    String realm = "https://" + request.header("host").orElse("") + "/token";
    LoopbackServer.respond(
        out, 401, "{}", "WWW-Authenticate: " + challenge.replace("REALM", realm));
  }

  private static void token(OutputStream out, String token) throws IOException {
    LoopbackServer.respond(out, 200, "{\"token\":\"" + token + "\"}");
  }

  private static void answerOnly(String method, int status, Request request, OutputStream out)
      throws IOException {
    if (request.line().startsWith(method)) {
      token(out, "t1");
    } else {
      LoopbackServer.respond(out, status, "{}");
    }
  }

  private static List<Request> tokenRequests(LoopbackServer server) {
    return server.requests().stream().filter(r -> r.path().equals("/token")).toList();
  }

  private TokenReader reader(TokenSettings settings) {
    return reader(
        settings,
        time -> {
          throw new AssertionError("no reason to wait");
        });
  }

  private TokenReader reader(TokenSettings settings, PoliteTransport.Pause pause) {
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

  private ReadResult read(LoopbackServer server, Credentials... credentials) {
    return read(reader(TokenSettings.none()), server.uri("/v2/doc"), credentials);
  }

  private static ReadResult read(TokenReader reader, URI uri, Credentials... credentials) {
    ReadRequest request = request(uri, credentials);
    return reader.get(request, RequestContext.unrecorded(Deadline.after(Duration.ofSeconds(50))));
  }

  private static ReadRequest request(URI uri, Credentials... credentials) {
    return new ReadRequest(
        uri,
        new Headers(List.of()),
        SCOPE,
        List.of(credentials),
        1000,
        List.of(),
        TargetSource.UNTRUSTED);
  }

  private static void assertDocument(ReadResult result) {
    assertThat(result)
        .isInstanceOfSatisfying(
            ReadResult.Document.class,
            document -> assertThat(document.content()).isEqualTo("doc".getBytes(UTF_8)));
  }

  private static void assertUnauthorized(ReadResult result, String... parts) {
    assertThat(result)
        .isInstanceOfSatisfying(
            ReadResult.Unauthorized.class,
            refused -> assertThat(refused.message()).contains(parts));
  }

  private static void assertFailed(ReadResult result, HttpResult.Kind kind) {
    assertThat(result)
        .isInstanceOfSatisfying(
            ReadResult.Failed.class, failed -> assertThat(failed.kind()).isEqualTo(kind));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
