/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.notary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.testbed.NotaryClient;
import io.starlingx.portieris.testbed.NotaryServer;
import io.starlingx.portieris.testbed.TestAuthority;
import io.starlingx.portieris.testbed.process.FreePort;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.HttpTransport;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.TargetSource;
import io.starlingx.portieris.trust.http.TestTransport;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.policy.SignerThreshold;
import io.starlingx.portieris.trust.registry.TokenReader;
import io.starlingx.portieris.trust.registry.TokenSettings;
import io.starlingx.portieris.trust.tuf.DirectoryFloor;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.StoredRoot;
import io.starlingx.portieris.trust.tuf.VersionFloor;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three real servers hold the same repository: one is up to date, one was left behind by its owner,
 * and one belongs to somebody else. A rule that names several of them must find out.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealServersDisagreeTest {

  private static final String GUN = "registry.test/team/app";
  private static final Digest OLD = Digest.of("old, vulnerable".getBytes(UTF_8));
  private static final Digest NEW = Digest.of("new".getBytes(UTF_8));
  private static final Digest EVIL = Digest.of("evil".getBytes(UTF_8));

  private final Path directory;
  private final HttpTransport transport;
  private final NotaryServer current;
  private final NotaryServer behind;
  private final NotaryServer lying;
  private final URI down;

  RealServersDisagreeTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    TestAuthority authority = TestAuthority.create(directory.resolve("tls"));
    current = NotaryServer.start(directory.resolve("current"), authority);
    behind = NotaryServer.start(directory.resolve("behind"), authority);
    lying = NotaryServer.start(directory.resolve("lying"), authority);
    down = URI.create("https://localhost:" + FreePort.choose());
    transport = TestTransport.trusting(authority);
    publish();
  }

  /** The owner moves a copy to the second server once, and from then on forgets it. */
  private void publish() throws IOException {
    NotaryClient owner = current.client(directory.resolve("owner"));
    owner.init(GUN);
    owner.sign(GUN, "v1", OLD.toString(), 345, List.of());
    copy(directory.resolve("owner"), directory.resolve("copy"));
    NotaryClient copy = behind.client(directory.resolve("copy"));
    copy.rotateTimestampKey(GUN);
    copy.sign(GUN, "v1", OLD.toString(), 345, List.of());
    owner.remove(GUN, "v1");
    owner.sign(GUN, "v1", NEW.toString(), 345, List.of());

    NotaryClient impostor = lying.client(directory.resolve("impostor"));
    impostor.init(GUN);
    for (int i = 0; i < 5; i++) {
      impostor.sign(GUN, "v" + i, EVIL.toString(), 345, List.of());
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  @AfterAll
  void stop() {
    transport.close();
    lying.close();
    behind.close();
    current.close();
  }

  private Verdict verify(Path state, RootAnchor anchor, URI... servers) {
    ImageReference image = ImageReference.of(GUN + ":v1");
    return Fixtures.verifier(
            new TokenReader(transport, TokenSettings.none(), InstantSource.system()),
            new DirectoryFloor(state),
            InstantSource.system())
        .verify(
            new TrustRequest(
                image,
                GUN,
                Stream.of(servers)
                    .map(url -> new TrustServer(url, List.of(), TargetSource.CONFIGURED))
                    .toList(),
                anchor,
                List.of(),
                SignerThreshold.ALL,
                List.of(),
                "",
                false),
            RequestContext.unrecorded(Deadline.after(Duration.ofMinutes(1))))
        .verdict();
  }

  private static Digest digest(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Trusted.class);
    return ((Verdict.Trusted) verdict).digest().orElseThrow();
  }

  /** The root key of the honest owner, as an operator would pin it. */
  private RootAnchor pin() {
    Path state = directory.resolve("for-pin");
    verify(state, new RootAnchor.FirstUse(), current.url());
    VersionFloor.Reading reading =
        new DirectoryFloor(state)
            .read(new FloorKey.FirstUse(List.of(current.url().toString()), GUN, ""));
    return new RootAnchor.KeyIds(
        Set.copyOf(
            StoredRoot.of(((VersionFloor.Reading.Known) reading).floor())
                .orElseThrow()
                .keys()
                .stream()
                .map(StoredRoot.Key::id)
                .toList()));
  }

  @Test
  void theOneThatWasLeftBehindIsOnlyTrustedByWhoHasNotSeenNewer(@TempDir Path state) {
    assertThat(digest(verify(state, new RootAnchor.FirstUse(), behind.url()))).isEqualTo(OLD);
  }

  @Test
  void theOneThatWasLeftBehindCannotRollBackTheOthers(@TempDir Path state) {
    for (RootAnchor anchor : List.of(new RootAnchor.FirstUse(), pin())) {
      assertThat(digest(verify(state, anchor, current.url(), behind.url()))).isEqualTo(NEW);
      assertThat(verify(state, anchor, behind.url(), current.url()).code())
          .isEqualTo(ReasonCode.ROLLBACK);
      assertThat(digest(verify(state, anchor, current.url(), behind.url()))).isEqualTo(NEW);
    }
  }

  @Test
  void norCanItWhenItIsFoundByFailover(@TempDir Path state) {
    RootAnchor pin = pin();
    assertThat(digest(verify(state, pin, current.url()))).isEqualTo(NEW);
    assertThat(verify(state, pin, down, behind.url()).code()).isEqualTo(ReasonCode.ROLLBACK);
  }

  @Test
  void theLiarIsRefusedAndItsNoStands(@TempDir Path state) {
    RootAnchor firstUse = new RootAnchor.FirstUse();
    assertThat(digest(verify(state, firstUse, current.url(), lying.url()))).isEqualTo(NEW);
    assertThat(verify(state, firstUse, lying.url(), current.url()).code())
        .isEqualTo(ReasonCode.ROOT_ROTATION);
    assertThat(verify(state, pin(), lying.url(), current.url()).code())
        .isEqualTo(ReasonCode.ROOT_UNTRUSTED);
  }

  @Test
  void whatTheLiarHasTaughtOneRuleDoesNotReachAnother(@TempDir Path state) {
    RootAnchor firstUse = new RootAnchor.FirstUse();
    assertThat(digest(verify(state, firstUse, lying.url()))).isEqualTo(EVIL);
    assertThat(digest(verify(state, firstUse, current.url()))).isEqualTo(NEW);
    assertThat(digest(verify(state, pin(), current.url()))).isEqualTo(NEW);
  }
}
