/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.testbed.DockerRegistry;
import io.starlingx.portieris.testbed.RegistryAccess;
import io.starlingx.portieris.testbed.TestAuthority;
import io.starlingx.portieris.testbed.TokenService;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Pushes to real registries. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImagePushTest {

  private static final PushCredentials ALICE = new PushCredentials.Password("alice", "secret");
  private static final PushCredentials NOBODY = new PushCredentials.Anonymous();

  private final Path directory;
  private final TestAuthority authority;
  private final DockerRegistry open;
  private final DockerRegistry closed;
  private final TokenService tokens;
  private final DockerRegistry tokenized;
  private final HttpClient client;

  ImagePushTest(@TempDir Path directory) {
    this.directory = directory;
    authority = TestAuthority.create(directory.resolve("tls"));
    open = DockerRegistry.start(directory.resolve("open"), authority);
    closed =
        DockerRegistry.start(
            directory.resolve("closed"), authority, new RegistryAccess.Password("alice", "secret"));
    tokens = TokenService.start(authority, "alice", "secret");
    tokenized = DockerRegistry.start(directory.resolve("token"), authority, tokens.access());
    client = HttpClient.newBuilder().sslContext(authority.clientContext()).build();
  }

  @AfterAll
  void stop() {
    client.close();
    tokenized.close();
    tokens.close();
    closed.close();
    open.close();
  }

  @Test
  void digestInTheRegistryIsTheArchives() throws Exception {
    Path file = Layout.image("one").write(directory.resolve("one.tar"));

    PushResult result = push(file, open, "team/one:v1", NOBODY);

    assertThat(result.sent()).isEqualTo(2);
    assertThat(manifest("team/one", "v1").headers().firstValue("Docker-Content-Digest"))
        .contains(result.digest());
    assertThat("sha256:" + Layout.sha256(manifest("team/one", "v1").body()))
        .isEqualTo(result.digest());
  }

  @Test
  void indexOfTwoArchitecturesKeepsItsDigest() throws Exception {
    Path file = Layout.index("two").write(directory.resolve("two.tar"));

    PushResult result = push(file, open, "team/two:v1", NOBODY);

    HttpResponse<byte[]> index = manifest("team/two", "v1");
    assertThat(index.headers().firstValue("Content-Type")).contains(Layout.INDEX);
    assertThat("sha256:" + Layout.sha256(index.body())).isEqualTo(result.digest());
  }

  @Test
  void secondPushSendsNothing() throws Exception {
    Path file = Layout.image("again").write(directory.resolve("again.tar"));
    push(file, open, "team/again:v1", NOBODY);

    PushResult second = push(file, open, "team/again:v2", NOBODY);

    assertThat(second.sent()).isZero();
    assertThat(second.present()).isEqualTo(2);
    assertThat(manifest("team/again", "v2").statusCode()).isEqualTo(200);
  }

  @Test
  void blobsOfAnotherRepositoryAreMounted() throws Exception {
    Path file = Layout.image("mounted").write(directory.resolve("mounted.tar"));
    push(file, open, "team/from:v1", NOBODY);

    PushResult result =
        push(file, open, "team/to:v1", settings(NOBODY, Optional.of("team/from"), trusted()));

    assertThat(result.mounted()).isEqualTo(2);
    assertThat(result.sent()).isZero();
    assertThat(manifest("team/to", "v1").statusCode()).isEqualTo(200);
  }

  @Test
  void blobsAreSentWhereTheOtherRepositoryLacksThem() throws Exception {
    Path file = Layout.image("unmounted").write(directory.resolve("unmounted.tar"));

    PushResult result =
        push(file, open, "team/alone:v1", settings(NOBODY, Optional.of("team/none"), trusted()));

    assertThat(result.sent()).isEqualTo(2);
  }

  @Test
  void pushesWithAPassword() throws Exception {
    Path file = Layout.image("basic").write(directory.resolve("basic.tar"));

    assertThat(push(file, closed, "team/app:v1", ALICE).sent()).isEqualTo(2);
  }

  @Test
  void pushesWithATokenOfItsService() throws Exception {
    Path file = Layout.image("token").write(directory.resolve("token.tar"));

    assertThat(push(file, tokenized, "team/app:v1", ALICE).sent()).isEqualTo(2);
    assertThat(tokens.server().requests())
        .last()
        .extracting(r -> r.query())
        .asString()
        .contains("scope=repository%3Ateam%2Fapp%3Apull%2Cpush")
        .contains("account=alice");
  }

  @Test
  void rejectsWrongPassword() throws Exception {
    PushCredentials wrong = new PushCredentials.Password("alice", "not the secret");
    Path file = Layout.image("wrong").write(directory.resolve("wrong.tar"));

    assertThatThrownBy(() -> push(file, closed, "team/wrong:v1", wrong))
        .hasMessageContaining(closed.host() + " refused user alice: the password is wrong")
        .message()
        .doesNotContain("not the secret");
    assertThatThrownBy(() -> push(file, tokenized, "team/wrong:v1", wrong))
        .hasMessageContaining(tokenized.host() + " refused user alice: the password is wrong")
        .hasMessageContaining("answered 401");
  }

  @Test
  void rejectsNobodyWhereAPasswordIsAskedFor() throws Exception {
    Path file = Layout.image("nobody").write(directory.resolve("nobody.tar"));

    assertThatThrownBy(() -> push(file, closed, "team/app:v1", NOBODY))
        .hasMessageContaining("--username and --password-stdin");
  }

  @Test
  void rejectsUnknownAuthority() throws Exception {
    Path file = Layout.image("ca").write(directory.resolve("ca.tar"));

    assertThatThrownBy(
            () -> push(file, open, "team/ca:v1", settings(NOBODY, Optional.empty(), List.of())))
        .hasMessageContaining("the certificate of " + open.host() + " is not trusted")
        .hasMessageContaining("--ca FILE");
  }

  @Test
  void tagStaysWhereItWasWhenTheRegistryCannotStoreABlob() throws Exception {
    Path before = Layout.image("before").write(directory.resolve("before.tar"));
    PushResult first = push(before, open, "team/full:v1", NOBODY);
    Path uploads =
        directory.resolve("open/data/docker/registry/v2/repositories/team/full/_uploads");
    deleteTree(uploads);
    Files.writeString(uploads, "a file in the way of every upload");
    Path after = Layout.image("after").write(directory.resolve("after.tar"));

    assertThatThrownBy(() -> push(after, open, "team/full:v1", NOBODY))
        .isInstanceOf(PushException.class)
        .hasMessageContaining(open.host() + " failed: it answered 500")
        .hasMessageContaining("to the start of");
    assertThat(manifest("team/full", "v1").headers().firstValue("Docker-Content-Digest"))
        .contains(first.digest());
  }

  @Test
  void serverThatIsNotThereIsNamed() throws Exception {
    Path file = Layout.image("gone").write(directory.resolve("gone.tar"));
    DockerRegistry gone = DockerRegistry.start(directory.resolve("gone"), authority);
    gone.close();

    assertThatThrownBy(() -> push(file, gone, "team/app:v1", NOBODY))
        .hasMessageContaining(gone.host() + " cannot be reached")
        .hasMessageContaining("5 attempts");
  }

  private static void deleteTree(Path root) throws IOException {
    if (Files.exists(root)) {
      try (var entries = Files.walk(root)) {
        for (Path entry : entries.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(entry);
        }
      }
    }
  }

  private List<X509Certificate> trusted() {
    return List.of(authority.certificate());
  }

  private PushResult push(Path file, DockerRegistry to, String image, PushCredentials credentials)
      throws PushException {
    return push(file, to, image, settings(credentials, Optional.empty(), trusted()));
  }

  private static PushSettings settings(
      PushCredentials credentials, Optional<String> mountFrom, List<X509Certificate> authorities) {
    return new PushSettings(credentials, authorities, List.of(), mountFrom, duration -> {});
  }

  private static PushResult push(Path file, DockerRegistry to, String image, PushSettings settings)
      throws PushException {
    try (ImageArchive archive = ImageArchive.open(file)) {
      return new ImagePush(settings, PushProgress.silent())
          .push(archive, PushTarget.parse(to.host() + "/" + image, "", ""));
    }
  }

  private HttpResponse<byte[]> manifest(String repository, String tag) throws Exception {
    return client.send(
        HttpRequest.newBuilder(open.url().resolve("/v2/" + repository + "/manifests/" + tag))
            .header("Accept", Layout.MANIFEST + ", " + Layout.INDEX)
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }
}
