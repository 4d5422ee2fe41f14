/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.TrustState;
import io.starlingx.portieris.trust.tuf.VersionFloor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees and forgets of trust state, while a webhook works on it. */
class ConfigMapTrustStateTest extends FloorCluster {

  private final ConfigMapTrustState state =
      new ConfigMapTrustState(admin, NS, InstantSource.system());

  ConfigMapTrustStateTest(@TempDir Path directory) {
    super(directory);
  }

  @Test
  void forgetsOneRepositoryForThoseWhoMayAndNotesIt() throws IOException {
    accepted(FIRST_USE, 5);
    accepted(PINNED, 6);
    accepted(other("other"), 7);
    pass(Listings.PINNED_TURN);
    list(store);
    assertThat(state.list())
        .extracting(entry -> entry.key().gun())
        .containsExactly(GUN, GUN, "registry.test/other");

    assertThat(state.reset(GUN, "alice"))
        .extracting(TrustState.Entry::reading)
        .containsExactlyInAnyOrder(known(5), known(6));

    assertThat(store.readToRaise(FIRST_USE)).isEqualTo(UNKNOWN);
    assertThat(store.readToRaise(PINNED)).isEqualTo(UNKNOWN);
    assertThat(store.readToRaise(other("other"))).isEqualTo(known(7));
    assertThat(events())
        .hasSize(2)
        .allSatisfy(
            event -> {
              assertThat(event.getReason()).isEqualTo("TrustStateReset");
              assertThat(event.getMessage()).isEqualTo("trust state of " + GUN + " reset by alice");
            });
  }

  @Test
  void theWebhookItselfCannotForget() {
    accepted(FIRST_USE, 5);

    assertThatThrownBy(
            () ->
                new ConfigMapTrustState(webhook, NS, InstantSource.system()).reset(GUN, "intruder"))
        .isInstanceOf(IOException.class);
    assertThat(store.readToRaise(FIRST_USE)).isEqualTo(known(5));
  }

  @Test
  void showsAnEntryThatNoIndexListsYet() throws IOException {
    accepted(FIRST_USE, 5);

    assertThat(state.list()).extracting(TrustState.Entry::reading).containsExactly(known(5));
  }

  @Test
  void resetIsFollowedByEveryReplicaAtOnce() throws IOException {
    accepted(FIRST_USE, 5);
    list(store);
    ConfigMapFloor other = replica();
    assertThat(other.readToRaise(FIRST_USE)).isEqualTo(known(5));

    state.reset(GUN, "alice");

    assertThat(store.readToRaise(FIRST_USE)).isEqualTo(UNKNOWN);
    accepted(FIRST_USE, 1);
    list(store);
    assertThat(other.readToRaise(FIRST_USE)).isEqualTo(known(1));
    assertThat(alarms).isEmpty();
  }

  /** Its listing, which is under way, must not make it a lost one. */
  @Test
  void resetIsFollowedThoughTheEntryIsAboutToBeListed() throws IOException {
    accepted(FIRST_USE, 5);
    state.reset(GUN, "alice");

    list(store);

    assertThat(listed(FIRST_USE)).isEmpty();
    assertThat(store.readToRaise(FIRST_USE)).isEqualTo(UNKNOWN);
    assertThat(replica().readToRaise(FIRST_USE)).isEqualTo(UNKNOWN);
    accepted(FIRST_USE, 1);
    list(store);
    assertThat(listed(FIRST_USE)).containsExactly(FIRST_USE);
    assertThat(alarms).isEmpty();
  }

  /** Whoever created it still has to list it, and is asked about the repository before that. */
  @Test
  void resetOfAnEntryThatIsNotListedYetLosesNothing() throws IOException {
    accepted(FIRST_USE, 5);
    state.reset(GUN, "alice");

    assertThat(store.readToRaise(FIRST_USE)).isEqualTo(UNKNOWN);
    accepted(FIRST_USE, 1);

    list(store);
    assertThat(listed(FIRST_USE)).containsExactly(FIRST_USE);
    assertThat(store.read(FIRST_USE)).isEqualTo(known(1));
    assertThat(alarms).isEmpty();
  }

  /** The replica whose memory is older than the reset must not take the note for one of its own. */
  @Test
  void resetIsNoReasonToLeaveOutWhatWasStoredSince() throws IOException {
    FloorKey neighbour = firstUse(GUN, "team", "https://n9");
    ConfigMapFloor other = replica();
    assertThat(other.readToRaise(neighbour)).isEqualTo(UNKNOWN);
    accepted(FIRST_USE, 5);
    state.reset(GUN, "alice");

    assertThat(other.raise(FIRST_USE, Optional.empty(), floor(1)))
        .isEqualTo(VersionFloor.Outcome.RAISED);
    list(other);

    assertThat(listed(FIRST_USE)).containsExactly(FIRST_USE);
    assertThat(alarms).isEmpty();
  }

  @Test
  void resetTellsOfTheLastOnesOnly() throws IOException {
    for (int i = 0; i < 20; i++) {
      accepted(FIRST_USE, 5);
      state.reset(GUN, "alice");
      list(store);
    }

    Optional<ConfigMap> index = Optional.of(get(FloorConfigMaps.indexName(FIRST_USE)));
    assertThat(FloorIndex.of("index", index, List.of(), 0).resets())
        .hasSize(16)
        .doesNotHaveDuplicates()
        .allMatch(reset -> reset.startsWith(FIRST_USE.id() + "@"));
  }
}
