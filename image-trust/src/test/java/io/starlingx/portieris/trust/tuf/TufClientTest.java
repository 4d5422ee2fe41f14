/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.trust.http.Headers;
import io.starlingx.portieris.trust.http.HttpResult;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.registry.AuthenticatedReader;
import io.starlingx.portieris.trust.registry.ReadResult;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TufClientTest {

  @TempDir Path state;

  private final TestPublisher publisher =
      new TestPublisher(TufFixture.GUN)
          .target("targets", "v1", "one")
          .delegate("targets/alice", List.of(""), TestKey.bare())
          .publish();

  private TufFixture client() {
    return client(Duration.ZERO);
  }

  private TufFixture client(Duration freshness) {
    return new TufFixture(
        publisher, new DirectoryFloor(state), new TufSettings(freshness, Duration.ZERO));
  }

  @Test
  void asksForEachFileOnceWhenCold() {
    assertThat(client().code()).isEqualTo(ReasonCode.ALLOW);
    assertThat(publisher.asked().stream().map(name -> name.replaceFirst("\\..*", "")))
        .containsExactlyInAnyOrder("root", "timestamp", "snapshot", "targets", "targets/alice")
        .startsWith("root", "timestamp", "snapshot");
  }

  @Test
  void asksForTheTimestampOnlyWhenNothingHasChanged() {
    TufFixture client = client();
    client.update();
    publisher.asked();
    client.passes(Duration.ofMinutes(1));

    assertThat(client.code()).isEqualTo(ReasonCode.ALLOW);
    assertThat(publisher.asked()).containsExactly("timestamp");
  }

  @Test
  void asksForNothingWhileTheTimestampIsFresh() {
    TufFixture client = client(Duration.ofSeconds(30));
    client.update();
    publisher.asked();

    client.passes(Duration.ofSeconds(29));
    assertThat(client.code()).isEqualTo(ReasonCode.ALLOW);
    assertThat(publisher.asked()).isEmpty();

    client.passes(Duration.ofSeconds(1));
    client.update();
    assertThat(publisher.asked()).containsExactly("timestamp");
  }

  @Test
  void doesNotAnswerOneCredentialWithWhatAnotherMayRead() {
    TufFixture client = client(Duration.ofHours(1));
    client.update();
    publisher.fault("timestamp", new ReadResult.Unauthorized("401"));

    assertThat(TufFixture.code(client.update(TufFixture.locationOf("eve"))))
        .isEqualTo(ReasonCode.UNAUTHORIZED);
  }

  @Test
  void keepsFilesForTheCredentialThatMayReadThem() {
    TufFixture client = client();
    client.update(TufFixture.locationOf("alice"));
    publisher.asked();
    client.update(TufFixture.locationOf("eve"));
    assertThat(publisher.asked()).hasSize(4).contains("timestamp");
    client.update(TufFixture.locationOf("eve"));
    assertThat(publisher.asked()).containsExactly("timestamp");
  }

  @ParameterizedTest
  @CsvSource({
    "'<html>Sign in</html>', a web page",
    "'\n\t<!DOCTYPE html>', a web page",
    "Not found, something that is no JSON object",
    "'', nothing"
  })
  void saysWhoAnsweredWithWhatInPlaceOfTrustData(String page, String what) {
    publisher.files().put("root", page.getBytes(UTF_8));
    assertThat(client().update())
        .isEqualTo(
            new UpdateResult.Stopped(
                new Verdict.Rejected(
                    ReasonCode.MALFORMED,
                    "trust server returned a bad response.\n"
                        + "root.json: notary.test answered with "
                        + what)));
  }

  @Test
  void asksOnceMoreForATimestampThatHasExpired() {
    byte[] current = publisher.served("timestamp");
    byte[] expired = publisher.expires("timestamp", "2026-11-22T00:00:00Z").file("timestamp");
    AtomicInteger asked = new AtomicInteger();
    AuthenticatedReader renewing =
        (request, context) ->
            request.uri().getPath().endsWith("/timestamp.json")
                ? new ReadResult.Document(
                    asked.getAndIncrement() == 0 ? expired : current, new Headers(List.of()))
                : publisher.get(request, context);
    assertThat(new TufFixture(renewing, new DirectoryFloor(state)).code())
        .isEqualTo(ReasonCode.ALLOW);
  }

  @Test
  void asksNoMoreThanTwiceForATimestampThatHasExpired() {
    publisher.expires("timestamp", "2026-11-22T00:00:00Z").publish();
    assertThat(client().code()).isEqualTo(ReasonCode.EXPIRED);
    assertThat(publisher.asked()).containsExactly("root", "timestamp", "root", "timestamp");
  }

  @Test
  void raisesTheAlarmWhenAKnownRepositoryIsGone() {
    RecordingObserver observer = new RecordingObserver();
    TufFixture client =
        new TufFixture(publisher, new DirectoryFloor(state), observer, TufSettings.alwaysAsk());
    publisher.files().remove("timestamp");
    client.update();
    assertThat(observer.heard()).isEmpty();
    publisher.publish();
    client.update();
    publisher.files().clear();
    client.update();
    assertThat(observer.heard()).hasSize(2).endsWith("NO_TRUST_DATA for " + TufFixture.GUN);
  }

  @Test
  void refusesAFrozenServerWhenItsTimestampExpires() {
    publisher.expires("timestamp", "2026-11-24T00:00:00Z").publish();
    TufFixture client = client(Duration.ofDays(30));
    assertThat(client.code()).isEqualTo(ReasonCode.ALLOW);

    client.isNow("2026-11-24T00:00:00.001Z");
    assertThat(client.code()).isEqualTo(ReasonCode.EXPIRED);
  }

  @Test
  void triesOnceMoreWhenAPublicationWasHalfSeen() {
    byte[] old = publisher.served("timestamp");
    publisher.files().keySet().removeIf(name -> name.startsWith("snapshot."));
    publisher.publishNext();
    AtomicInteger asked = new AtomicInteger();
    AuthenticatedReader outdatedAtFirst =
        (request, context) ->
            request.uri().getPath().endsWith("/timestamp.json") && asked.getAndIncrement() == 0
                ? new ReadResult.Document(old, new Headers(List.of()))
                : publisher.get(request, context);
    assertThat(new TufFixture(outdatedAtFirst, new DirectoryFloor(state)).code())
        .isEqualTo(ReasonCode.ALLOW);
    assertThat(asked).hasValue(2);
  }

  @Test
  void doesNotAskAgainAfterAServerError() {
    publisher.fault("timestamp", new ReadResult.OtherStatus(503));
    assertThat(client().update())
        .isEqualTo(
            new UpdateResult.Stopped(
                new Verdict.Unavailable(
                    ReasonCode.UNAVAILABLE,
                    "notary.test answered 503 for timestamp.json",
                    OptionalInt.of(503))));
    assertThat(publisher.asked()).containsExactly("root", "timestamp");
  }

  @Test
  void tellsAMissingRepositoryFromAMissingFile() {
    publisher.files().remove("timestamp");
    assertThat(client().code()).isEqualTo(ReasonCode.UNAVAILABLE);
    publisher.files().remove("root");
    assertThat(client().code()).isEqualTo(ReasonCode.NO_TRUST_DATA);
  }

  @Test
  void aRepositoryThatWasSeenCannotBecomeUnknown() {
    client().update();
    publisher.files().clear();
    assertThat(client().code()).isEqualTo(ReasonCode.UNAVAILABLE);
  }

  @Test
  void namesWhatTheNetworkDid() {
    publisher.fault("root", new ReadResult.Failed(HttpResult.Kind.TLS, "notary.test: untrusted"));
    assertThat(client().update())
        .isEqualTo(new UpdateResult.Stopped(new Verdict.Unavailable("notary.test: untrusted")));
  }

  @Test
  void rejectsMixAndMatchOfTwoPublications() {
    byte[] oldSnapshot = snapshot();
    publisher.publishNext();
    publisher.files().replaceAll((name, file) -> name.startsWith("snapshot.") ? oldSnapshot : file);
    assertThat(client().code()).isEqualTo(ReasonCode.CHECKSUM);
  }

  private byte[] snapshot() {
    return publisher.files().entrySet().stream()
        .filter(file -> file.getKey().startsWith("snapshot."))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void refusesFilesThatAreSaidToBeHuge() {
    publisher.publish();
    publisher.edit("snapshot").withObject("/meta/targets").put("length", 6 * 1024 * 1024);
    republishFrom("snapshot");
    assertThat(client().code()).isEqualTo(ReasonCode.TOO_LARGE);
  }

  /** Serves an edited snapshot under a timestamp that describes it. */
  private void republishFrom(String role) {
    byte[] file = publisher.file(role);
    publisher.files().put(TestPublisher.hashed(role, file), file);
    ObjectNode meta = publisher.edit("timestamp").withObject("/meta/snapshot");
    meta.put("length", file.length);
    meta.withObject("/hashes")
        .put(
            "sha256",
            Base64.getEncoder().encodeToString(HexFormat.of().parseHex(Digest.of(file).hex())));
    publisher.files().put("timestamp", publisher.file("timestamp"));
  }

  @Test
  void refusesMoreDelegationsThanTheLimit() {
    for (int i = 0; i < 100; i++) {
      publisher.delegate("targets/d" + i, List.of(""), publisher.signer("targets"));
      publisher.unpublish("targets/d" + i);
    }
    publisher.publish();
    assertThat(client().code()).isEqualTo(ReasonCode.TOO_LARGE);
  }

  @Test
  void refusesDelegationsDeeperThanTheLimit() {
    String name = "targets";
    for (int depth = 1; depth <= 9; depth++) {
      name += "/a";
      publisher.delegate(name, List.of(""), publisher.signer("targets"));
    }
    publisher.publish();
    assertThat(client().code()).isEqualTo(ReasonCode.TOO_LARGE);
  }

  @Test
  void refusesMoreSignaturesThanTheLimit() {
    TestKey key = publisher.signer("timestamp");
    publisher.signedBy(
        "timestamp",
        Collections.nCopies(SignedFile.MAX_SIGNATURES + 1, key).toArray(TestKey[]::new));
    publisher.publish();
    assertThat(client().code()).isEqualTo(ReasonCode.TOO_LARGE);
  }

  @Test
  void deniesWhenTheStoreCannotBeRead() {
    VersionFloor broken =
        floor(new VersionFloor.Reading.Failed("disk"), VersionFloor.Outcome.RAISED);
    assertThat(new TufFixture(publisher, broken).update())
        .isEqualTo(new UpdateResult.Stopped(new Verdict.Unavailable("disk")));
  }

  @Test
  void deniesWhenTheStoreCannotBeWritten() {
    VersionFloor full = floor(new VersionFloor.Reading.Unknown(), VersionFloor.Outcome.FAILED);
    assertThat(new TufFixture(publisher, full).code()).isEqualTo(ReasonCode.UNAVAILABLE);
  }

  @Test
  void doesNotTrustAnewWhatWasForgotten() {
    VersionFloor lost = floor(new VersionFloor.Reading.Lost("gone"), VersionFloor.Outcome.RAISED);
    TufFixture client = new TufFixture(publisher, lost);
    assertThat(client.code()).isEqualTo(ReasonCode.ROOT_UNTRUSTED);
    assertThat(
            client.code(new RootAnchor.PublicKeys(List.of(publisher.signer("root").publicKey()))))
        .isEqualTo(ReasonCode.ALLOW);
  }

  private static VersionFloor floor(VersionFloor.Reading reading, VersionFloor.Outcome outcome) {
    return new VersionFloor() {
      @Override
      public Reading read(FloorKey key) {
        return reading;
      }

      @Override
      public Outcome raise(FloorKey key, Optional<Floor> seen, Floor next) {
        return outcome;
      }
    };
  }

  @Test
  void noticesThatAnotherReplicaHasSeenNewerData() {
    DirectoryFloor store = new DirectoryFloor(state);
    byte[] old = publisher.served("timestamp");
    TufFixture slow = new TufFixture(publisher, store);
    slow.update();
    publisher.publishNext();
    new TufFixture(publisher, store).update();

    publisher.files().put("timestamp", old);
    assertThat(slow.code()).isEqualTo(ReasonCode.ROLLBACK);
  }

  @Test
  void startsAgainWhenAnotherReplicaWasFaster() {
    DirectoryFloor store = new DirectoryFloor(state);
    boolean[] interfered = {false};
    VersionFloor raced =
        new VersionFloor() {
          @Override
          public Reading read(FloorKey key) {
            return store.read(key);
          }

          @Override
          public Outcome raise(FloorKey key, Optional<Floor> seen, Floor next) {
            if (!interfered[0]) {
              interfered[0] = true;
              publisher.publishNext();
              new TufFixture(publisher, store).update();
            }
            return store.raise(key, seen, next);
          }
        };
    assertThat(new TufFixture(publisher, raced).code()).isEqualTo(ReasonCode.ALLOW);
    assertThat(store.read(TufFixture.KEY))
        .isInstanceOfSatisfying(
            VersionFloor.Reading.Known.class,
            known ->
                assertThat(known.floor().find("timestamp").map(Floor.Accepted::version))
                    .contains(2L));
  }

  @Test
  void saysUntilWhenTheDataHold() {
    publisher.expires("snapshot", "2026-12-01T00:00:00Z").publish();
    assertThat(client().update())
        .isInstanceOfSatisfying(
            UpdateResult.Updated.class,
            updated ->
                assertThat(updated.repository().baseExpires())
                    .isEqualTo(Instant.parse("2026-12-01T00:00:00Z")));
  }
}
