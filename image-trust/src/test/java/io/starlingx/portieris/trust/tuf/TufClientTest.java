/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked for and when, and what an answer that is none means. */
class TufClientTest extends PublishedRepository {

  @Test
  void asksForEachFileOnceWhenCold() {
    assertThat(client().code()).isEqualTo(ReasonCode.ALLOW);
    assertThat(publisher.asked().stream().map(name -> name.replaceFirst("\\..*", "")))
        .containsExactlyInAnyOrder("root", "timestamp", "snapshot", "targets", "targets/alice")
        .startsWith("timestamp", "root", "snapshot");
  }

  /** Whether anything was seen before decides what else is asked for, but not whether this is. */
  @Test
  void asksForTheTimestampWhileItLooksUpWhatIsRemembered() {
    CountDownLatch asked = new CountDownLatch(1);
    AuthenticatedReader noting =
        (request, context) -> {
          if (request.uri().getPath().endsWith("/timestamp.json")) {
            asked.countDown();
          }
          return publisher.get(request, context);
        };
    VersionFloor patient =
        new ReadFloor(
            new DirectoryFloor(state),
            () -> {
              try {
                assertThat(asked.await(2, TimeUnit.MINUTES)).isTrue();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });

    assertThat(new TufFixture(noting, patient).code()).isEqualTo(ReasonCode.ALLOW);
  }

  @Test
  void asksNothingWhereNothingMayBeTrusted() {
    assertThat(client().code(new RootAnchor.Nothing())).isEqualTo(ReasonCode.ROOT_UNTRUSTED);
    assertThat(publisher.asked()).isEmpty();
  }

  private record ReadFloor(VersionFloor floor, Runnable before) implements VersionFloor {
    @Override
    public Reading read(FloorKey key) {
      before.run();
      return floor.read(key);
    }

    @Override
    public Outcome raise(FloorKey key, Optional<Floor> seen, Floor next) {
      return floor.raise(key, seen, next);
    }
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
    assertThat(publisher.asked()).containsExactly("timestamp", "root", "root", "timestamp");
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
    assertThat(publisher.asked()).containsExactly("timestamp");
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
  void doesNotAskAgainWhenItIsNotLetIn() {
    publisher.fault("timestamp", new ReadResult.Unauthorized("401"));
    assertThat(client().code()).isEqualTo(ReasonCode.UNAUTHORIZED);
    assertThat(publisher.asked()).containsExactly("timestamp");
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
