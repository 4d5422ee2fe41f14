/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.trust.http.LoopbackServer;
import io.starlingx.portieris.trust.http.LoopbackServer.Request;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** To which token service a credential goes. */
class TokenRealmTest extends TokenReaderFixture {

  @Test
  void sendsAPasswordToTheTokenServiceOfTheServersOwnHostOnly() {
    LoopbackServer server = registry("", (request, out) -> token(out, "t1"));

    assertDocument(read(server, ALICE));

    Request asked = tokenRequests(server).getFirst();
    assertThat(asked.header("authorization")).contains("Basic " + base64("alice:s3:cret"));
    assertThat(asked.query()).isEqualTo("account=alice&service=notary.test&scope=" + ENCODED);
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
        challenging(
            "Bearer"
                + " realm=\"REALM?tenant=7&scope=repository:x:push&%73cope=y&Service=z&account=r\"",
            (request, out) -> token(out, "t1"));

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

  /** A server whose token service is {@code elsewhere}, under another host name. */
  private LoopbackServer withRealm(LoopbackServer elsewhere) {
    return challenging(
        "Bearer realm=\"https://127.0.0.1:" + elsewhere.port() + "/token\"",
        (request, out) -> LoopbackServer.respond(out, 404, "{}"));
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
}
