/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.testbed.TestAuthority;
import io.starlingx.portieris.testbed.http.Answer;
import io.starlingx.portieris.testbed.http.ReceivedRequest;
import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.registry.Vendor.Tokens;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What each vendor's registry does in its own way, one test for each way. */
@Timeout(60)
class VendorQuirksTest {

  private static final List<String> BOTH = List.of("GET", "POST");

  private static TestAuthority authority;

  private final List<VendorRegistry> open = new ArrayList<>();

  @BeforeAll
  static void authority(@TempDir Path directory) {
    authority = TestAuthority.create(directory);
  }

  @AfterEach
  void close() {
    open.forEach(VendorRegistry::close);
  }

  @Nested
  class DockerHub {
    private final Vendor hub =
        Vendor.of(
            "registry-1.docker.io",
            Tokens.standard("https://auth.docker.io/token", "registry.docker.io"),
            "alice",
            "dckr_pat_1");

    @Test
    void anAccessTokenIsAPasswordUnderTheHistoricKey() {
      VendorRegistry registry = start(hub);

      assertRead(
          registry.pull("nginx", login("https://index.docker.io/v1/", "alice", "dckr_pat_1")));
      assertThat(onlyTokenRequest(registry).header("authorization"))
          .contains(VendorRegistry.basic("alice", "dckr_pat_1"));
    }

    @Test
    void aSingleWordIsInTheLibrary() {
      VendorRegistry registry = start(hub);

      registry.pull("nginx", login("docker.io", "alice", "dckr_pat_1"));

      assertThat(VendorRegistry.parameters(onlyTokenRequest(registry)))
          .containsEntry("scope", "repository:library/nginx:pull")
          .containsEntry("service", "registry.docker.io");
      assertThat(registry.server().count("/v2/library/nginx/manifests/latest")).isEqualTo(2);
    }

    @Test
    void theApiAnswersUnderAnotherHostThanTheName() {
      VendorRegistry registry = start(hub);

      assertRead(registry.pull("docker.io/team/app", login("docker.io", "alice", "dckr_pat_1")));
      assertThat(registry.server().requests().getFirst().header("host"))
          .contains("registry-1.docker.io");
    }

    @Test
    void aPullLimitIsNoRefusal() {
      VendorRegistry registry = start(hub);
      registry
          .server()
          .answer(
              "/v2/library/nginx/manifests/latest",
              Answer.status(429).withHeader("Retry-After", "3600"));

      assertThat(registry.pull("nginx", "{}")).isEqualTo(new ReadResult.OtherStatus(429));
    }

    @Test
    void theTrustServerHasAServiceOfItsOwn() {
      Vendor notary =
          Vendor.of(
              "notary.docker.io",
              Tokens.standard("https://auth.docker.io/token", "notary.docker.io"),
              "alice",
              "dckr_pat_1");
      VendorRegistry registry = start(notary);

      assertRead(
          registry.read(
              URI.create(
                  "https://notary.docker.io/v2/docker.io/library/nginx/_trust/tuf/root.json"),
              ImageReference.of("nginx"),
              login("https://index.docker.io/v1/", "alice", "dckr_pat_1")));
      assertThat(VendorRegistry.parameters(onlyTokenRequest(registry)))
          .containsEntry("service", "notary.docker.io");
    }
  }

  @Nested
  class Harbor {
    private final Vendor harbor =
        Vendor.of(
            "harbor.test",
            new Tokens(
                "https://harbor.test/service/token",
                "harbor-registry",
                "",
                List.of("GET"),
                "token",
                Set.of("refresh"),
                false),
            "robot$ci",
            "s3cret");

    @Test
    void aRobotsNameHoldsADollarSign() {
      VendorRegistry registry = start(harbor);

      assertRead(
          registry.pull("harbor.test/team/app:1", login("harbor.test", "robot$ci", "s3cret")));
      assertThat(onlyTokenRequest(registry).query()).contains("account=robot%24ci");
    }

    @Test
    void tokensAreGivenByGetOnly() {
      VendorRegistry registry = start(harbor);

      assertRead(
          registry.pull("harbor.test/team/app:1", login("harbor.test", "robot$ci", "s3cret")));
      assertThat(registry.tokenRequests()).extracting(ReceivedRequest::method).containsOnly("GET");
    }

    @Test
    void theProjectIsTheFirstPartOfThePath() {
      VendorRegistry registry = start(harbor);

      assertRead(
          registry.pull(
              "harbor.test/team/sub/app:1",
              "{\"harbor.test/team\":%s,\"harbor.test/other\":%s}"
                  .formatted(entry("robot$ci", "s3cret"), entry("robot$other", "x"))));
      assertThat(VendorRegistry.parameters(onlyTokenRequest(registry)))
          .containsEntry("scope", "repository:team/sub/app:pull")
          .containsEntry("account", "robot$ci");
    }

    @Test
    void theTrustServerOnItsOwnPortHasItsTokensFromTheRegistrysHost() {
      VendorRegistry registry =
          start(
              Vendor.of(
                  "harbor.test:4443",
                  Tokens.standard("https://harbor.test/service/token", "harbor-notary"),
                  "robot$ci",
                  "s3cret"));

      assertRead(
          registry.read(
              URI.create("https://harbor.test:4443/v2/harbor.test/team/app/_trust/tuf/root.json"),
              ImageReference.of("harbor.test/team/app:1"),
              login("harbor.test", "robot$ci", "s3cret")));
      assertThat(onlyTokenRequest(registry).header("authorization")).isPresent();
    }
  }

  @Nested
  class Artifactory {
    private final Vendor byPath =
        Vendor.of(
            "art.test",
            Tokens.standard(
                "https://art.test/artifactory/api/docker/docker-local/v2/token", "art.test:443"),
            "alice",
            "key");

    @Test
    void byPathTheRepositoryKeyIsPartOfTheName() {
      VendorRegistry registry = start(byPath);

      assertRead(registry.pull("art.test/docker-local/app:1", login("art.test", "alice", "key")));
      assertThat(registry.server().count("/v2/docker-local/app/manifests/1")).isEqualTo(2);
      assertThat(VendorRegistry.parameters(onlyTokenRequest(registry)))
          .containsEntry("service", "art.test:443");
    }

    @Test
    void bySubDomainTheKeyIsPartOfTheHost() {
      VendorRegistry registry =
          start(
              Vendor.of(
                  "docker-local.art.test",
                  Tokens.standard(
                      "https://docker-local.art.test/v2/token", "docker-local.art.test:443"),
                  "alice",
                  "key"));

      assertRead(registry.pull("docker-local.art.test/app:1", login("*.art.test", "alice", "key")));
    }

    @Test
    void byPortTheTokenServiceIsOnThatPort() {
      VendorRegistry registry =
          start(
              Vendor.of(
                  "art.test:5001",
                  Tokens.standard("https://art.test:5001/v2/token", "art.test:5001"),
                  "alice",
                  "key"));

      assertRead(registry.pull("art.test:5001/app:1", login("art.test:5001", "alice", "key")));
      assertThat(onlyTokenRequest(registry).header("host")).contains("art.test:5001");
    }

    @Test
    void inTheCloudInstanceAndKeyAreOneHostName() {
      VendorRegistry registry =
          start(
              Vendor.of(
                  "inst-docker-local.jfrog.test",
                  Tokens.standard(
                      "https://inst-docker-local.jfrog.test/v2/token",
                      "inst-docker-local.jfrog.test"),
                  "alice",
                  "key"));

      assertRead(
          registry.pull(
              "inst-docker-local.jfrog.test/app:1",
              login("inst-docker-local.jfrog.test", "alice", "key")));
    }

    @Test
    void theScopeThatItNamesLacksTheRepositoryKeyAndIsNotUsed() {
      Vendor lacking =
          Vendor.of(
              "art.test",
              new Tokens(
                  "https://art.test/v2/token",
                  "art.test:443",
                  "repository:app:pull",
                  BOTH,
                  "token",
                  Set.of(),
                  false),
              "alice",
              "key");
      VendorRegistry registry = start(lacking);

      assertRead(registry.pull("art.test/docker-local/app:1", login("art.test", "alice", "key")));
      assertThat(VendorRegistry.parameters(onlyTokenRequest(registry)))
          .containsEntry("scope", "repository:docker-local/app:pull");
    }

    private final Vendor behindProxy =
        Vendor.of(
            "art.test",
            Tokens.standard("https://internal.art.test/v2/token", "art.test:443"),
            "alice",
            "key");

    @Test
    void aRealmThatIsWrongBehindAProxyGetsNoCredentialUnlessListed() {
      VendorRegistry registry = start(behindProxy);

      assertThat(registry.pull("art.test/docker-local/app:1", login("art.test", "alice", "key")))
          .isInstanceOfSatisfying(
              ReadResult.Unauthorized.class,
              refused -> assertThat(refused.message()).contains("trust.tokenRealms"));
      assertThat(registry.tokenRequests()).allMatch(r -> r.header("authorization").isEmpty());
      assertRead(
          start(behindProxy, "internal.art.test")
              .pull("art.test/docker-local/app:1", login("art.test", "alice", "key")));
    }

    @Test
    void takesThePasswordItselfWhereItsTokenServiceMayNotHaveIt() {
      VendorRegistry registry = start(behindProxy.withPasswords());

      assertRead(registry.pull("art.test/docker-local/app:1", login("art.test", "alice", "key")));
      assertThat(registry.tokenRequests()).allMatch(r -> r.header("authorization").isEmpty());
    }
  }

  @Nested
  class Quay {
    private final Vendor quay =
        Vendor.of(
            "quay.io",
            new Tokens(
                "https://quay.io/v2/auth", "quay.io", "", List.of("GET"), "token", Set.of(), false),
            "org+robot",
            "s3cret");

    @Test
    void aRobotsNameHoldsAPlusThatIsNoBlank() {
      VendorRegistry registry = start(quay);

      assertRead(registry.pull("quay.io/org/app:1", login("quay.io", "org+robot", "s3cret")));
      assertThat(onlyTokenRequest(registry).query()).contains("account=org%2Brobot");
    }

    @Test
    void tokensAreNotGivenByPost() {
      VendorRegistry registry = start(quay);

      assertRead(registry.pull("quay.io/org/app:1", login("quay.io", "org+robot", "s3cret")));
      assertThat(registry.tokenRequests()).extracting(ReceivedRequest::method).containsOnly("GET");
    }

    @Test
    void aRedirectToItsDeliveryNetworkIsNotFollowedForAManifest() {
      VendorRegistry registry = start(quay);
      registry
          .server()
          .answer(
              "/v2/org/app/manifests/1", Answer.redirect(URI.create("https://cdn.quay.test/x")));

      assertThat(registry.pull("quay.io/org/app:1", login("quay.io", "org+robot", "s3cret")))
          .isEqualTo(new ReadResult.OtherStatus(307));
      assertThat(registry.server().count("/x")).isZero();
    }
  }

  @Nested
  class Ghcr {
    private Vendor ghcr(boolean isPublic) {
      return new Vendor(
          "ghcr.io",
          Optional.of(
              new Tokens(
                  "https://ghcr.io/token", "ghcr.io", "", BOTH, "token", Set.of(), isPublic)),
          false,
          Map.of("alice", "ghp_1"),
          Set.of("Z2hwXzE="),
          403);
    }

    @Test
    void evenAPublicImageNeedsAToken() {
      VendorRegistry registry = start(ghcr(true));

      assertRead(registry.pull("ghcr.io/org/app:1", "{}"));
      assertThat(onlyTokenRequest(registry).header("authorization")).isEmpty();
    }

    @Test
    void aWrongCredentialIsDeniedWithoutAChallengeAndTheNextOneTried() {
      VendorRegistry registry = start(ghcr(false));

      assertRead(
          registry.pull(
              "ghcr.io/org/app:1",
              "{\"ghcr.io/org\":%s,\"ghcr.io\":%s}"
                  .formatted(entry("alice", "ghp_old"), entry("alice", "ghp_1"))));
      assertThat(registry.pull("ghcr.io/org/app:1", login("ghcr.io", "alice", "ghp_old")))
          .isInstanceOfSatisfying(
              ReadResult.Unauthorized.class,
              refused -> assertThat(refused.message()).contains("ghcr.io answered 403"));
    }

    @Test
    void aPublicImageIsReadWithAnExpiredCredential() {
      assertRead(start(ghcr(true)).pull("ghcr.io/org/app:1", login("ghcr.io", "alice", "ghp_old")));
    }

    @Test
    void theEncodedAccessTokenIsABearerToken() {
      String token = Base64.getEncoder().encodeToString("ghp_1".getBytes(UTF_8));
      VendorRegistry registry = start(ghcr(false));

      assertRead(
          registry.pull(
              "ghcr.io/org/app:1", "{\"ghcr.io\":{\"registrytoken\":\"" + token + "\"}}"));
      assertThat(registry.tokenRequests()).isEmpty();
    }
  }

  @Nested
  class Ecr {
    private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.test";

    private final Vendor ecr =
        new Vendor(HOST, Optional.empty(), true, Map.of("AWS", "twelve-hours"), Set.of(), 401);

    @Test
    void thePasswordGoesWithEveryRequestAndIsChallengedOnce() {
      VendorRegistry registry = start(ecr);
      String auths = login(HOST, "AWS", "twelve-hours");

      assertRead(registry.pull(HOST + "/app:1", auths));
      assertRead(registry.pull(HOST + "/app:1", auths));

      assertThat(registry.server().requests())
          .extracting(r -> r.header("authorization"))
          .containsExactly(
              Optional.empty(),
              Optional.of(VendorRegistry.basic("AWS", "twelve-hours")),
              Optional.of(VendorRegistry.basic("AWS", "twelve-hours")));
    }

    @Test
    void aPasswordOfMoreThanTwelveHoursAgoIsARefusal() {
      assertThat(start(ecr).pull(HOST + "/app:1", login(HOST, "AWS", "expired")))
          .isInstanceOfSatisfying(
              ReadResult.Unauthorized.class,
              refused ->
                  assertThat(refused.message())
                      .contains("accepted no credential", "answered 401 UNAUTHORIZED"));
    }

    @Test
    void theStoreBehindARedirectIsNotAsked() {
      VendorRegistry registry = start(ecr);
      registry
          .server()
          .answer("/v2/app/manifests/1", Answer.redirect(URI.create("https://s3.test/x?X-Amz=1")));

      assertThat(registry.pull(HOST + "/app:1", login(HOST, "AWS", "twelve-hours")))
          .isEqualTo(new ReadResult.OtherStatus(307));
      assertThat(registry.server().count("/x")).isZero();
    }

    @Test
    void thePublicGallerysRealmEndsInASlash() {
      VendorRegistry registry =
          start(
              new Vendor(
                  "public.ecr.aws",
                  Optional.of(
                      new Tokens(
                          "https://public.ecr.aws/token/",
                          "public.ecr.aws",
                          "aws",
                          BOTH,
                          "token",
                          Set.of(),
                          true)),
                  false,
                  Map.of(),
                  Set.of(),
                  401));

      assertRead(registry.pull("public.ecr.aws/nginx/nginx:1", "{}"));
      assertThat(onlyTokenRequest(registry).path()).isEqualTo("/token/");
    }
  }

  @Nested
  class GoogleArtifactRegistry {
    private static final String HOST = "europe-docker.pkg.dev";

    private Vendor user(String name, String password) {
      return Vendor.of(
          HOST, Tokens.standard("https://" + HOST + "/v2/token", HOST), name, password);
    }

    @Test
    void anAccessTokenIsThePasswordOfAFixedUser() {
      VendorRegistry registry = start(user("oauth2accesstoken", "ya29.x"));

      assertRead(registry.pull(HOST + "/p/r/app:1", login(HOST, "oauth2accesstoken", "ya29.x")));
      assertThat(VendorRegistry.parameters(onlyTokenRequest(registry)))
          .containsEntry("service", HOST);
    }

    @Test
    void aKeyFileIsAPasswordOfSeveralLinesWithColons() {
      String key = "{\n  \"type\": \"service_account\",\n  \"private_key\": \"---\\nMII\\n\"\n}\n";
      VendorRegistry registry = start(user("_json_key", key));

      assertRead(registry.pull(HOST + "/p/r/app:1", login(HOST, "_json_key", key)));
    }

    @Test
    void anEncodedKeyFileHasAUserOfItsOwn() {
      VendorRegistry registry = start(user("_json_key_base64", "eyJ0eXBlIjoieCJ9Cg=="));

      assertRead(
          registry.pull(
              HOST + "/p/r/app:1", login(HOST, "_json_key_base64", "eyJ0eXBlIjoieCJ9Cg==")));
    }

    @Test
    void theOlderServiceHasItsRealmOnItsOwnHost() {
      VendorRegistry registry =
          start(
              Vendor.of(
                  "gcr.io",
                  Tokens.standard("https://gcr.io/v2/token", "gcr.io"),
                  "oauth2accesstoken",
                  "ya29.x"));

      assertRead(registry.pull("gcr.io/p/app:1", login("gcr.io", "oauth2accesstoken", "ya29.x")));
    }
  }

  @Nested
  class Acr {
    private static final String HOST = "team.azurecr.io";
    private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

    private final Vendor acr =
        Vendor.of(
            HOST,
            new Tokens(
                "https://" + HOST + "/oauth2/token",
                HOST,
                "",
                BOTH,
                "access_token",
                Set.of("refresh/1"),
                false),
            NOBODY,
            "refresh/1");

    @Test
    void aRefreshTokenIsThePasswordOfTheZeroUser() {
      assertRead(start(acr).pull(HOST + "/app:1", login(HOST, NOBODY, "refresh/1")));
    }

    @Test
    void anIdentityTokenIsExchangedByPost() {
      VendorRegistry registry = start(acr);

      assertRead(
          registry.pull(
              HOST + "/app:1",
              "{\"%s\":{\"auth\":\"%s\",\"identitytoken\":\"refresh/1\"}}"
                  .formatted(HOST, base64(NOBODY + ":"))));
      assertThat(VendorRegistry.parameters(onlyTokenRequest(registry)))
          .containsEntry("grant_type", "refresh_token")
          .containsEntry("refresh_token", "refresh/1")
          .containsEntry("service", HOST)
          .containsEntry("scope", "repository:app:pull");
      assertThat(onlyTokenRequest(registry).method()).isEqualTo("POST");
    }

    @Test
    void theAnswerHoldsAnAccessTokenOnly() {
      VendorRegistry registry = start(acr);

      assertRead(registry.pull(HOST + "/app:1", login(HOST, NOBODY, "refresh/1")));
      assertThat(registry.server().requests().getLast().header("authorization"))
          .contains("Bearer the-token");
    }
  }

  @Nested
  class PlainBasic {
    private final Vendor basic =
        new Vendor("own.test:5000", Optional.empty(), true, Map.of("a", "b:c"), Set.of(), 401);

    @Test
    void thePasswordGoesToTheRegistryItself() {
      VendorRegistry registry = start(basic);

      assertRead(registry.pull("own.test:5000/app:1", login("own.test:5000", "a", "b:c")));
      assertThat(registry.server().requests().getLast().header("authorization"))
          .contains(VendorRegistry.basic("a", "b:c"));
    }

    @Test
    void aWrongPasswordIsARefusal() {
      assertThat(start(basic).pull("own.test:5000/app:1", login("own.test:5000", "a", "x")))
          .isInstanceOf(ReadResult.Unauthorized.class);
    }
  }

  private VendorRegistry start(Vendor vendor, String... tokenRealms) {
    VendorRegistry registry = new VendorRegistry(vendor, authority, tokenRealms);
    open.add(registry);
    return registry;
  }

  private static ReceivedRequest onlyTokenRequest(VendorRegistry registry) {
    assertThat(registry.tokenRequests()).hasSize(1);
    return registry.tokenRequests().getFirst();
  }

  private static String login(String key, String user, String password) {
    return "{\"" + key + "\":" + entry(user, password) + "}";
  }

  private static String entry(String user, String password) {
    return "{\"auth\":\"" + base64(user + ":" + password) + "\"}";
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static void assertRead(ReadResult result) {
    assertThat(result)
        .isInstanceOfSatisfying(
            ReadResult.Document.class,
            document -> assertThat(document.content()).isEqualTo("doc".getBytes(UTF_8)));
  }
}
