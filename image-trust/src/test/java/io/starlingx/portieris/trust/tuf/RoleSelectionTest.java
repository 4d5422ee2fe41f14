/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.registry.AuthenticatedReader;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleSelectionTest {

  private static final RoleSelection SELECTION =
      new RoleSelection(Set.of("targets/alice", "targets/team/carol"), Set.of("targets/releases"));
  private static final UpdateRequest SOME = request(SELECTION);

  @TempDir Path state;

  private final TestPublisher publisher =
      new TestPublisher(TufFixture.GUN)
          .target("targets", "v1", "one")
          .delegate("targets/releases", List.of(""), TestKey.bare())
          .delegate("targets/alice", List.of(""), TestKey.bare())
          .delegate("targets/alice/laptop", List.of(""), TestKey.bare())
          .delegate("targets/bob", List.of(""), TestKey.bare());

  @BeforeEach
  void publish() {
    publisher.publish();
  }

  private static UpdateRequest request(RoleSelection roles) {
    return new UpdateRequest(
        TufFixture.LOCATION, new RootAnchor.FirstUse(), TufFixture.KEY, roles, false, false);
  }

  private TufFixture client(AuthenticatedReader reader) {
    return new TufFixture(reader, new DirectoryFloor(state));
  }

  @ParameterizedTest
  @CsvSource({
    "targets/alice, true",
    "targets/alice/laptop, false",
    "targets/ali, false",
    "targets/team, true",
    "targets/team/carol, true",
    "targets/team/dave, false",
    "targets/releases, true",
    "targets/releases/a/b, true",
    "targets/releases2, false",
    "targets/bob, false"
  })
  void leadsToWhatIsSelected(String role, boolean included) {
    assertThat(SELECTION.includes(role)).isEqualTo(included);
  }

  @Test
  void readsOnlyWhatTheAnswerNeeds() {
    assertThat(client(publisher).update(SOME))
        .isInstanceOfSatisfying(
            UpdateResult.Updated.class,
            updated -> {
              assertThat(updated.repository().roles())
                  .extracting(TrustedRole::name)
                  .containsExactly("targets", "targets/releases", "targets/alice");
              assertThat(updated.repository().unheard())
                  .extracting(UnheardRole::name)
                  .containsExactlyInAnyOrder("targets/alice/laptop", "targets/bob");
            });
    assertThat(publisher.asked()).hasSize(6).noneMatch(name -> name.startsWith("targets/bob"));
  }

  /** Each waits for the other two: one after the other, none would ever be answered. */
  @Test
  void asksForTargetsAndDelegationsAtTheSameTime() {
    CyclicBarrier together = new CyclicBarrier(3);
    AuthenticatedReader meeting =
        (request, context) -> {
          if (request.uri().getPath().contains("/tuf/targets")) {
            meet(together);
          }
          return publisher.get(request, context);
        };
    assertThat(TufFixture.code(client(meeting).update(SOME))).isEqualTo(ReasonCode.ALLOW);
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void rejectsRollbackOfADelegationThatWasNotNeededInBetween() {
    publisher.version("targets/bob", 5).publishNext();
    assertThat(client(publisher).code()).isEqualTo(ReasonCode.ALLOW);
    publisher.publishNext();
    assertThat(TufFixture.code(client(publisher).update(SOME))).isEqualTo(ReasonCode.ALLOW);
    publisher.version("targets/bob", 4).publishNext();
    assertThat(client(publisher).code()).isEqualTo(ReasonCode.ROLLBACK);
  }

  @Test
  void rejectsRollbackBelowADelegationThatWasDroppedInBetween() {
    publisher.version("targets/alice/laptop", 5).publishNext();
    assertThat(client(publisher).code()).isEqualTo(ReasonCode.ALLOW);
    publisher.expires("targets/alice", "2020-01-01T00:00:00Z").version("targets/alice", 2);
    publisher.publishNext();
    assertThat(client(publisher).code()).isEqualTo(ReasonCode.ALLOW);
    publisher.expires("targets/alice", TestPublisher.FOREVER).version("targets/alice", 3);
    publisher.version("targets/alice/laptop", 4).publishNext();
    assertThat(client(publisher).code()).isEqualTo(ReasonCode.ROLLBACK);
  }

  @Test
  void rejectsSnapshotThatHidesADelegationThatIsNotNeeded() {
    assertThat(client(publisher).code()).isEqualTo(ReasonCode.ALLOW);
    publisher.unpublish("targets/bob").publishNext();
    assertThat(TufFixture.code(client(publisher).update(SOME))).isEqualTo(ReasonCode.ROLLBACK);
  }

  @Test
  void asksForNoFileWhoseNameIsNoRole() {
    publisher.odd("targets/../../x").odd("targets/releases/A").publish();
    assertThat(TufFixture.code(client(publisher).update(SOME))).isEqualTo(ReasonCode.ALLOW);
    assertThat(publisher.asked()).noneMatch(name -> name.contains("..") || name.contains("A."));
  }
}
