/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.http.Headers;
import io.starlingx.portieris.trust.http.HttpResult;
import io.starlingx.portieris.trust.http.TargetSource;
import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.registry.AuthenticatedReader;
import io.starlingx.portieris.trust.registry.Credentials;
import io.starlingx.portieris.trust.registry.ReadRequest;
import io.starlingx.portieris.trust.registry.ReadResult;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is asked for before it is known to be needed, of a server that has answered before. */
@Timeout(120)
class EarlyFilesTest {

  private static final String ACQUAINTED = "registry.test/team/acquainted";
  private static final RoleSelection ALICE = new RoleSelection(Set.of("targets/alice"), Set.of());
  private static final int KIBIBYTE = 1024;

  @TempDir Path state;

  private final TestPublisher acquaintance =
      new TestPublisher(ACQUAINTED).target("targets", "v1", "one").publish();
  private final TestPublisher publisher =
      new TestPublisher(TufFixture.GUN)
          .servingCurrent()
          .target("targets", "v1", "one")
          .delegate("targets/alice", List.of(""), TestKey.bare())
          .publish();

  private static RepositoryLocation location(String gun) {
    return new RepositoryLocation(
        TufFixture.LOCATION.server(),
        gun,
        List.of(new Credentials.Anonymous()),
        List.of(),
        TargetSource.CONFIGURED);
  }

  private static UpdateRequest request(String gun, RoleSelection roles) {
    RootAnchor anchor = new RootAnchor.FirstUse();
    FloorKey key = FloorKey.of(anchor, List.of("https://notary.test"), gun, "");
    return new UpdateRequest(location(gun), anchor, key, roles, false, false);
  }

  private static UpdateRequest request(RoleSelection roles) {
    return request(TufFixture.GUN, roles);
  }

  /** A client whom the server has answered about another repository. */
  private TufFixture client(AuthenticatedReader reader) {
    return client(reader, new DirectoryFloor(state));
  }

  private TufFixture client(AuthenticatedReader reader, VersionFloor floor) {
    TufFixture client =
        new TufFixture(
            (request, context) ->
                request.uri().getPath().contains(ACQUAINTED)
                    ? acquaintance.get(request, context)
                    : reader.get(request, context),
            floor);
    assertThat(TufFixture.code(client.update(request(ACQUAINTED, ALICE))))
        .isEqualTo(ReasonCode.ALLOW);
    return client;
  }

  private static String name(ReadRequest request) {
    String path = request.uri().getPath();
    return path.substring(path.indexOf("/tuf/") + 5, path.length() - ".json".length());
  }

  private static TrustedRepository repository(UpdateResult result) {
    assertThat(result).isInstanceOf(UpdateResult.Updated.class);
    return ((UpdateResult.Updated) result).repository();
  }

  /** Each waits for the other four: one after the other, none would ever be answered. */
  @Test
  void takesOneRoundTripWhenAllFits() {
    CyclicBarrier together = new CyclicBarrier(5);
    AuthenticatedReader meeting =
        (request, context) -> {
          meet(together);
          return publisher.get(request, context);
        };

    assertThat(TufFixture.code(client(meeting).update(request(ALICE)))).isEqualTo(ReasonCode.ALLOW);
    assertThat(publisher.asked())
        .containsExactlyInAnyOrder("timestamp", "root", "snapshot", "targets", "targets/alice");
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void takesOneRoundTripWhileItLooksUpWhatIsRemembered() {
    client(publisher).update(request(ALICE));
    publisher.asked();
    CyclicBarrier together = new CyclicBarrier(5);
    AuthenticatedReader meeting =
        (request, context) -> {
          meet(together);
          return publisher.get(request, context);
        };
    DirectoryFloor floors = new DirectoryFloor(state);
    boolean[] isAcquainted = {false};
    VersionFloor slow =
        new VersionFloor() {
          @Override
          public Reading read(FloorKey key) {
            if (isAcquainted[0]) {
              meet(together);
            }
            return floors.read(key);
          }

          @Override
          public Outcome raise(FloorKey key, Optional<Floor> seen, Floor next) {
            return floors.raise(key, seen, next);
          }
        };
    TufFixture client = client(meeting, slow);
    isAcquainted[0] = true;

    assertThat(TufFixture.code(client.update(request(ALICE)))).isEqualTo(ReasonCode.ALLOW);
    assertThat(publisher.asked())
        .containsExactlyInAnyOrder("timestamp", "snapshot", "targets", "targets/alice");
  }

  /** How a current file is not the one that is needed. */
  enum Early {
    SIGNED_ANEW,
    ABSENT,
    FAILING,
    NOT_LET_IN,
    TOO_LONG,
    A_WEB_PAGE,
    SAME_LENGTH;

    ReadResult answer(TestPublisher publisher, String role) {
      byte[] other = publisher.served(role).clone();
      other[other.length / 2] ^= 1;
      return switch (this) {
        case SIGNED_ANEW -> document(publisher.file(role));
        case ABSENT -> new ReadResult.Absent();
        case FAILING -> new ReadResult.OtherStatus(503);
        case NOT_LET_IN -> new ReadResult.Unauthorized("401");
        case TOO_LONG -> new ReadResult.Failed(HttpResult.Kind.TOO_LARGE, "too long");
        case A_WEB_PAGE -> document("<html>".getBytes(UTF_8));
        case SAME_LENGTH -> document(other);
      };
    }
  }

  private static ReadResult document(byte[] content) {
    return new ReadResult.Document(content, new Headers(List.of()));
  }

  static Stream<Arguments> answers() {
    return Stream.of("snapshot", "targets", "targets/alice")
        .flatMap(role -> Stream.of(Early.values()).map(early -> Arguments.of(role, early)));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void fetchesByHashWhatDidNotComeEarly(String role, Early early) {
    publisher.fault(role, early.answer(publisher, role));

    UpdateResult result = client(publisher).update(request(ALICE));

    assertThat(repository(result).roles())
        .extracting(TrustedRole::name)
        .containsExactly("targets", "targets/alice");
    String hashed = TestPublisher.hashed(role, publisher.served(role));
    assertThat(publisher.asked())
        .containsExactlyInAnyOrder(
            "timestamp", "root", "snapshot", "targets", "targets/alice", hashed);
  }

  /** What the server says of the file by its hash is the answer, not what it said before. */
  @ParameterizedTest
  @MethodSource("answers")
  void decidesByTheFileOfTheHash(String role, Early early) {
    String hashed = TestPublisher.hashed(role, publisher.served(role));
    publisher.fault(role, early.answer(publisher, role));
    publisher.fault(hashed, new ReadResult.OtherStatus(502));

    UpdateResult result = client(publisher).update(request(ALICE));

    assertThat(result)
        .isEqualTo(
            new UpdateResult.Stopped(
                new Verdict.Unavailable(
                    ReasonCode.UNAVAILABLE,
                    "notary.test answered 502 for " + hashed + ".json",
                    OptionalInt.of(502))));
  }

  @ParameterizedTest
  @EnumSource(
      value = Early.class,
      names = {"FAILING", "TOO_LONG", "A_WEB_PAGE", "NOT_LET_IN"})
  void asksAgainForARootThatDidNotComeEarly(Early early) {
    ReadResult first = early.answer(publisher, "root");
    boolean[] isAsked = {false};
    AuthenticatedReader failingOnce =
        (request, context) -> {
          if (name(request).equals("root") && !isAsked[0]) {
            isAsked[0] = true;
            return first;
          }
          return publisher.get(request, context);
        };

    assertThat(TufFixture.code(client(failingOnce).update(request(ALICE))))
        .isEqualTo(ReasonCode.ALLOW);
  }

  @Test
  void neverTrustsAnEarlyFileThatItsParentDoesNotName() {
    publisher.version("targets", 9).target("targets", "evil", "evil");
    publisher.files().put("targets", publisher.file("targets"));
    publisher.version("targets/alice", 9).target("targets/alice", "evil", "evil");
    publisher.files().put("targets/alice", publisher.file("targets/alice"));

    assertThat(repository(client(publisher).update(request(ALICE))).roles())
        .allSatisfy(role -> assertThat(role.targets()).doesNotContainKey("evil"));
  }

  @Test
  void fetchesByHashWhenAPublicationCameInBetween() {
    byte[] old = publisher.served("timestamp");
    publisher.version("snapshot", 2).version("timestamp", 2).publishSnapshot();
    publisher.files().put("timestamp", old);

    assertThat(TufFixture.code(client(publisher).update(request(ALICE))))
        .isEqualTo(ReasonCode.ALLOW);
  }

  @Test
  void saysThatNothingIsSignedWhenNothingIsThere() {
    publisher.files().clear();
    assertThat(TufFixture.code(client(publisher).update(request(ALICE))))
        .isEqualTo(ReasonCode.NO_TRUST_DATA);
  }

  @Test
  void ignoresAnEarlyFileThatIsTooLong() {
    publisher.edit("targets").put("padding", "x".repeat(EarlyFiles.MAX_BYTES));
    publisher.publish();

    assertThat(TufFixture.code(client(publisher).update(request(ALICE))))
        .isEqualTo(ReasonCode.ALLOW);
    assertThat(publisher.asked())
        .contains("targets", TestPublisher.hashed("targets", publisher.served("targets")));
  }

  /** What is needed may be as long as ever, whatever came in vain. */
  @Test
  void countsOnlyWhatIsUsedAgainstTheLimit() {
    publisher.edit("targets/alice").put("padding", "x".repeat(4 * KIBIBYTE * KIBIBYTE));
    publisher.edit("targets").put("padding", "x".repeat(4 * KIBIBYTE * KIBIBYTE - 16 * KIBIBYTE));
    publisher.publish();
    for (String role : List.of("targets", "targets/alice")) {
      publisher.fault(role, document(("{" + " ".repeat(200 * KIBIBYTE)).getBytes(UTF_8)));
    }

    assertThat(TufFixture.code(client(publisher).update(request(ALICE))))
        .isEqualTo(ReasonCode.ALLOW);
  }

  static Stream<ReadResult> refusals() {
    return Stream.of(
        new ReadResult.OtherStatus(503),
        new ReadResult.OtherStatus(429),
        new ReadResult.Unauthorized("401"),
        new ReadResult.Failed(HttpResult.Kind.UNREACHABLE, "refused"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void asksNothingMoreOfAServerThatDoesNotAnswer(ReadResult refusal) throws Exception {
    publisher.fault("timestamp", refusal);
    CountDownLatch asked = new CountDownLatch(3);
    CountDownLatch stopped = new CountDownLatch(3);
    AuthenticatedReader hanging =
        (request, context) -> {
          if (name(request).equals("timestamp")) {
            await(asked);
          } else if (!name(request).equals("root")) {
            asked.countDown();
            hang(stopped);
          }
          return publisher.get(request, context);
        };
    TufFixture client = client(hanging);

    assertThat(TufFixture.code(client.update(request(ALICE)))).isNotEqualTo(ReasonCode.ALLOW);
    stopped.await();
    assertThat(publisher.asked())
        .doesNotContain(TestPublisher.hashed("snapshot", publisher.served("snapshot")));
    publisher.asked();

    client.update(request(ALICE));
    assertThat(publisher.asked()).containsExactly("timestamp");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Gives no answer until it is told to stop. */
  private static void hang(CountDownLatch stopped) {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped.countDown();
    }
  }

  @Test
  void stopsWhatIsUnderWayWhenAnUpdateFailsAfterItHasAskedForANewerRoot() throws Exception {
    publisher.signedBy("targets", TestKey.bare()).publish();
    CountDownLatch stopped = new CountDownLatch(1);
    AuthenticatedReader hanging =
        (request, context) -> {
          if (name(request).startsWith("targets/alice.")) {
            hang(stopped);
          }
          return publisher.get(request, context);
        };

    assertThat(
            TufFixture.code(
                new TufFixture(hanging, new DirectoryFloor(state)).update(request(ALICE))))
        .isEqualTo(ReasonCode.BAD_SIGNATURE);
    stopped.await();
  }

  @Test
  void asksNoMoreForANameThatWasOfNoUse() {
    TufFixture client = client(publisher);
    for (int i = 0; i < AnsweringServers.MISSES + 2; i++) {
      RoleSelection roles = new RoleSelection(Set.of("targets/s" + i), Set.of("targets/releases"));
      client.update(request(roles));
    }
    // Once the others are there, one that has not been sent yet is not sent any more.
    assertThat(publisher.asked())
        .filteredOn("targets/releases"::equals)
        .hasSizeBetween(1, AnsweringServers.MISSES);
  }

  /** Because too many requests were under way, for instance. */
  @Test
  void asksOnForANameThatCouldNotBeAskedFor() {
    publisher.fault("targets/alice", new ReadResult.Failed(HttpResult.Kind.BUSY, "busy"));
    String hashed = TestPublisher.hashed("targets/alice", publisher.served("targets/alice"));
    publisher.files().remove(hashed); // so that nothing is kept
    TufFixture client = client(publisher);
    for (int i = 0; i < AnsweringServers.MISSES + 2; i++) {
      client.update(request(ALICE));
    }
    assertThat(publisher.asked())
        .filteredOn("targets/alice"::equals)
        .hasSize(AnsweringServers.MISSES + 2);
  }

  @Test
  void asksNothingEarlyThatIsKept() {
    TufFixture client = client(publisher);
    client.update(request(new RoleSelection(Set.of(), Set.of())));
    publisher.asked();

    client.update(request(ALICE));
    assertThat(publisher.asked()).containsExactlyInAnyOrder("timestamp", "targets/alice");
  }

  @Test
  void asksNothingWhereNothingMayBeTrusted() {
    TufFixture client = client(publisher);
    assertThat(client.code(new RootAnchor.Nothing())).isEqualTo(ReasonCode.ROOT_UNTRUSTED);
    assertThat(publisher.asked()).isEmpty();
  }

  @Test
  void asksForNoNameThatIsNoRole() {
    RoleSelection odd =
        new RoleSelection(Set.of("targets/../../x", "targets/A", "targets/alice"), Set.of());
    client(publisher).update(request(odd));
    assertThat(publisher.asked()).noneMatch(name -> name.contains("..") || name.contains("A"));
  }

  @Test
  void asksForAHandfulOfFilesAtMost() {
    Set<String> many =
        Stream.iterate(0, i -> i + 1)
            .limit(50)
            .map(i -> "targets/s" + i)
            .collect(Collectors.toUnmodifiableSet());
    client(publisher).update(request(new RoleSelection(many, Set.of())));
    assertThat(publisher.asked()).hasSize(2 + 8);
  }

  @Test
  void asksAheadOnlyForWhatMayNotBeNeeded() {
    List<String> ahead = Collections.synchronizedList(new ArrayList<>());
    AuthenticatedReader noting =
        (request, context) -> {
          if (context.isAhead()) {
            ahead.add(name(request));
          }
          return publisher.get(request, context);
        };
    client(noting).update(request(ALICE));
    assertThat(ahead).containsExactlyInAnyOrder("root", "snapshot", "targets", "targets/alice");
  }
}
