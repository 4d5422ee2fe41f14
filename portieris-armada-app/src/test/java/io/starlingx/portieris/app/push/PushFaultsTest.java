/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.testbed.TestAuthority;
import io.starlingx.portieris.testbed.http.Answer;
import io.starlingx.portieris.testbed.http.FaultyServer;
import io.starlingx.portieris.testbed.http.ReceivedRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What real registries do not do when a test asks for it. */
class PushFaultsTest {

  private static final String REPOSITORY = "/v2/team/app";
  private static final String UPLOADS = REPOSITORY + "/blobs/uploads/";
  private static final String MANIFEST = REPOSITORY + "/manifests/v1";

  private final Path directory;
  private final TestAuthority authority;
  private final FaultyServer server;
  private final List<Duration> pauses = new ArrayList<>();
  private Path file = Path.of("");

  PushFaultsTest(@TempDir Path directory) {
    this.directory = directory;
    authority = TestAuthority.create(directory.resolve("tls"));
    server = FaultyServer.start(authority);
  }

  @BeforeEach
  void answerAsARegistry() throws Exception {
    file = Layout.image("content").write(directory.resolve("image.tar"));
    server.answer(REPOSITORY + "/blobs", Answer.status(404));
    server.answer(UPLOADS, Answer.status(202).withHeader("Location", "/upload?state=x"));
    server.answer("/upload", Answer.status(201));
    server.answer(MANIFEST, Answer.status(201));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void retriesAfterServerErrorsWithGrowingPauses() throws Exception {
    server.answer(
        UPLOADS,
        Answer.status(503),
        Answer.status(500),
        Answer.status(429).withHeader("Retry-After", "7"),
        Answer.status(202).withHeader("Location", "/upload?state=x"));

    push(new PushCredentials.Anonymous());

    assertThat(pauses)
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(7));
    assertThat(server.count(MANIFEST)).isEqualTo(1);
  }

  @Test
  void retriesABlobWhoseConnectionBroke() throws Exception {
    server.answer("/upload", Answer.disconnect(), Answer.status(201));

    PushResult result = push(new PushCredentials.Anonymous());

    assertThat(result.sent()).isEqualTo(2);
    assertThat(at("/upload")).extracting(r -> r.body()).contains("content").hasSize(3);
    assertThat(at(UPLOADS)).as("a broken upload starts anew").hasSize(3);
  }

  @Test
  void fullDiskIsSaidInTheRegistrysWordsAndNothingIsTagged() {
    server.answer(
        "/upload",
        Answer.of(
            500,
            "application/json",
            "{\"errors\":[{\"code\":\"UNKNOWN\",\"message\":\"unknown error\","
                + "\"detail\":{\"err\":\"no space left on\\n device\"}}]}"));

    assertThatThrownBy(() -> push(new PushCredentials.Anonymous()))
        .hasMessageContaining(
            "it answered 500 (UNKNOWN: unknown error: no space left on  device) to ");
    assertThat(server.count(MANIFEST)).isZero();
  }

  @Test
  void rejectsManifestStoredUnderAnotherDigest() {
    server.answer(
        MANIFEST,
        Answer.status(201).withHeader("Docker-Content-Digest", "sha256:" + "0".repeat(64)));

    assertThatThrownBy(() -> push(new PushCredentials.Anonymous()))
        .hasMessageContaining("stored by the registry with another digest");
  }

  @Test
  void uploadElsewhereDoesNotSeeTheRegistrysCredentials() throws Exception {
    server.answer(
        REPOSITORY + "/blobs",
        Answer.status(401).withHeader("WWW-Authenticate", "Basic realm=\"x\""),
        Answer.status(404));
    server.answer(
        UPLOADS,
        Answer.status(202)
            .withHeader("Location", "https://127.0.0.1:" + server.port() + "/upload"));

    push(new PushCredentials.Password("alice", "secret"));

    assertThat(at("/upload")).isNotEmpty().allMatch(r -> r.header("Authorization").isEmpty());
    assertThat(at(MANIFEST)).allMatch(r -> r.header("Authorization").isPresent());
  }

  @Test
  void tokenServiceOnAnotherHostDoesNotSeeThePassword() {
    server.answer(
        REPOSITORY + "/blobs",
        Answer.status(401)
            .withHeader(
                "WWW-Authenticate", "Bearer realm=\"https://127.0.0.1:" + server.port() + "/t\""));
    server.answer("/t", Answer.status(401));

    assertThatThrownBy(() -> push(new PushCredentials.Password("alice", "secret")))
        .hasMessageContaining("--token-realm 127.0.0.1:" + server.port());
    assertThat(at("/t"))
        .hasSize(1)
        .allMatch(r -> r.header("Authorization").isEmpty() && !r.query().contains("alice"));
  }

  @Test
  void listedTokenServiceGetsAnIdentityTokenByPost() throws Exception {
    server.answer(
        REPOSITORY + "/blobs",
        Answer.status(401)
            .withHeader(
                "WWW-Authenticate", "Bearer realm=\"https://127.0.0.1:" + server.port() + "/t\""),
        Answer.status(404));
    server.answer("/t", Answer.json("{\"access_token\":\"abc\"}"));

    push(new PushCredentials.IdentityToken("refresh"), List.of("127.0.0.1"));

    assertThat(at("/t"))
        .singleElement()
        .matches(r -> r.method().equals("POST") && r.body().contains("refresh_token=refresh"));
    assertThat(at(MANIFEST))
        .allMatch(r -> r.header("Authorization").equals(Optional.of("Bearer abc")));
  }

  @Test
  void tokenThatIsRefusedAgainAndAgainEndsThePush() {
    server.answer(
        REPOSITORY + "/blobs",
        Answer.status(401)
            .withHeader(
                "WWW-Authenticate", "Bearer realm=\"https://localhost:" + server.port() + "/t\""));
    server.answer(
        "/t",
        Answer.json("{\"token\":\"a\"}"),
        Answer.json("{\"token\":\"b\"}"),
        Answer.json("{\"token\":\"c\"}"),
        Answer.json("{\"token\":\"d\"}"));

    assertThatThrownBy(() -> push(new PushCredentials.Password("alice", "secret")))
        .hasMessageContaining("refused user alice");
    assertThat(at("/t").size()).isLessThan(4);
  }

  private List<ReceivedRequest> at(String path) {
    return server.requests().stream().filter(r -> r.path().equals(path)).toList();
  }

  private PushResult push(PushCredentials credentials) throws PushException {
    return push(credentials, List.of());
  }

  private PushResult push(PushCredentials credentials, List<String> realms) throws PushException {
    PushSettings settings =
        new PushSettings(
            credentials, List.of(authority.certificate()), realms, Optional.empty(), pauses::add);
    try (ImageArchive archive = ImageArchive.open(file)) {
      return new ImagePush(settings, PushProgress.silent())
          .push(archive, PushTarget.parse(server.host() + "/team/app:v1", "", ""));
    }
  }
}
