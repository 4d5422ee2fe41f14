/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.Headers;
import io.starlingx.portieris.trust.http.HttpResult;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.RequestRecord;
import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.registry.AuthenticatedReader;
import io.starlingx.portieris.trust.registry.ReadResult;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    "'', nothing",
    "'\n\t ', nothing"
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
  void doesNotAskAgainWhenItIsNotLetIn() {
    publisher.fault("timestamp", new ReadResult.Unauthorized("401"));
    assertThat(client().code()).isEqualTo(ReasonCode.UNAUTHORIZED);
    assertThat(publisher.asked()).containsExactly("root", "timestamp");
  }

  @Test
  void takesOverWhatTheSameTimestampHasLedTo() {
    TufFixture client = client();
    TrustedRepository first = repository(client);
    client.passes(Duration.ofMinutes(1));
    assertThat(repository(client)).isSameAs(first);
    publisher.publishNext();
    assertThat(repository(client)).isNotSameAs(first);
  }

  private static TrustedRepository repository(TufFixture client) {
    return ((UpdateResult.Updated) client.update()).repository();
  }

  @Test
  void dropsADelegationThatHasExpiredUnderTheSameTimestamp() {
    publisher.expires("targets/alice", "2026-11-24T00:00:00Z").publish();
    TufFixture client = client();
    assertThat(repository(client).dropped()).isEmpty();
    client.isNow("2026-11-24T00:00:00.001Z");
    assertThat(repository(client).dropped()).containsOnlyKeys("targets/alice");
  }

  @Test
  void givesUpWhenOthersKeepChangingTheState() {
    AtomicInteger raises = new AtomicInteger();
    VersionFloor contested =
        floor(
            new VersionFloor.Reading.Unknown(),
            () -> {
              raises.incrementAndGet();
              return VersionFloor.Outcome.CHANGED;
            });
    assertThat(new TufFixture(publisher, contested).update())
        .isEqualTo(
            new UpdateResult.Stopped(
                new Verdict.Unavailable(
                    "trust state of " + TufFixture.GUN + " is being changed by others")));
    assertThat(raises).hasValue(3);
  }

  @Test
  void storesOnlyWhatIsNewAndTellsOfFirstUseOnce() {
    DirectoryFloor store = new DirectoryFloor(state);
    RecordingObserver observer = new RecordingObserver();
    new TufFixture(publisher, store, observer, TufSettings.alwaysAsk()).update();
    VersionFloor known =
        floor(
            store.read(TufFixture.KEY),
            () -> {
              throw new IllegalStateException("nothing is new");
            });
    assertThat(new TufFixture(publisher, known).code()).isEqualTo(ReasonCode.ALLOW);
    publisher.publishNext();
    new TufFixture(publisher, store, observer, TufSettings.alwaysAsk()).update();
    assertThat(observer.heard())
        .containsExactly(
            "first use of %s at notary.test, keys [%s]"
                .formatted(TufFixture.GUN, publisher.rootKeyId()));
  }

  /** The store holds the root compressed, and no more of it than a ConfigMap can. */
  @Test
  void refusesARootThatCannotBeStored() {
    byte[] noise = new byte[400 * 1024];
    new Random(1).nextBytes(noise);
    publisher.edit("root").put("padding", Base64.getEncoder().encodeToString(noise));
    publisher.publish();
    assertThat(client().code()).isEqualTo(ReasonCode.ALLOW);
    noise = new byte[600 * 1024];
    new Random(1).nextBytes(noise);
    publisher
        .version("root", 2)
        .edit("root")
        .put("padding", Base64.getEncoder().encodeToString(noise));
    publisher.publishNext();
    assertThat(client().code()).isEqualTo(ReasonCode.TOO_LARGE);
  }

  @Test
  void recordsWhatItNeedNotAskFor() {
    List<RequestRecord> records = new ArrayList<>();
    RequestContext context =
        new RequestContext(Deadline.after(Duration.ofMinutes(1)), records::add);
    TufFixture client = client(Duration.ofSeconds(30));
    client.update();
    client.update(context);
    assertThat(records)
        .containsExactly(
            RequestRecord.cached(
                context.peer(),
                "https://notary.test/v2/" + TufFixture.GUN + "/_trust/tuf/timestamp.json"));
  }

  @Test
  void refusesASnapshotThatSaysNothingAboutTheRoot() {
    ((ObjectNode) publisher.edit("snapshot").path("meta")).remove("root");
    publisher.publishSnapshot();
    assertThat(client().code()).isEqualTo(ReasonCode.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"x\"", "0", "[]", "{}"})
  void refusesARootWhoseSnapshotsAreNeitherConsistentNorNot(String value) throws IOException {
    publisher.edit("root").set("consistent_snapshot", new ObjectMapper().readTree(value));
    publisher.publish();
    assertThat(client().code()).isEqualTo(ReasonCode.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "null"})
  void doesNotCareWhetherSnapshotsAreConsistent(String value) throws IOException {
    publisher.edit("root").set("consistent_snapshot", new ObjectMapper().readTree(value));
    publisher.publish();
    assertThat(client().code()).isEqualTo(ReasonCode.ALLOW);
  }

  @Test
  void refusesAKeyThatIsPublishedWithItsPrivatePart() {
    String id = publisher.signer("timestamp").id();
    ((ObjectNode) publisher.edit("root").path("keys").path(id).path("keyval"))
        .put("private", "AAAA");
    publisher.publish();
    assertThat(client().code()).isEqualTo(ReasonCode.MALFORMED);
  }

  @Test
  void saysThatAFileIsNotSigned() {
    publisher.signedBy("timestamp").publish();
    assertThat(client().update())
        .isEqualTo(
            new UpdateResult.Stopped(
                new Verdict.Rejected(
                    ReasonCode.BAD_SIGNATURE, "tuf: data has no signatures\nin timestamp")));
  }

  @Test
  void refusesARoleThatNamesAKeyNobodyPublished() {
    publisher.edit("root").withObject("/roles/timestamp").withArray("keyids").add("0".repeat(64));
    publisher.publish();
    assertThat(client().code()).isEqualTo(ReasonCode.MALFORMED);
  }

  /** The id under which a key is listed must be its own, or two ids could count as two keys. */
  @Test
  void refusesAGoodSignatureUnderAnotherKeysId() {
    TestKey key = publisher.signer("timestamp");
    String other = "0".repeat(64);
    ObjectNode root = publisher.edit("root");
    root.withObject("/keys").set(other, root.withObject("/keys").remove(key.id()));
    root.withObject("/roles/timestamp").putArray("keyids").add(other);
    publisher.publish();
    String timestamp = new String(publisher.served("timestamp"), UTF_8);
    publisher.files().put("timestamp", timestamp.replace(key.id(), other).getBytes(UTF_8));
    assertThat(client().update())
        .isEqualTo(
            new UpdateResult.Stopped(
                new Verdict.Rejected(
                    ReasonCode.BAD_SIGNATURE,
                    "key ID is not valid for key content\nin timestamp")));
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
    return floor(reading, () -> outcome);
  }

  private static VersionFloor floor(
      VersionFloor.Reading reading, Supplier<VersionFloor.Outcome> outcome) {
    return new VersionFloor() {
      @Override
      public Reading read(FloorKey key) {
        return reading;
      }

      @Override
      public Outcome raise(FloorKey key, Optional<Floor> seen, Floor next) {
        return outcome.get();
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
