/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.policy.RootAnchor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class UpdateTest {

  private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

  private final TestPublisher publisher =
      new TestPublisher(TufFixture.GUN)
          .target("targets", "v1", "one")
          .delegate("targets/alice", List.of(""), TestKey.bare())
          .publish();

  private Update.Verified run() throws TufException {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        SignatureChecks checks = new SignatureChecks(executor)) {
      return new Update(
              new MetadataReader(
                  new MetadataFetch(
                      publisher,
                      TufFixture.LOCATION,
                      RequestContext.unrecorded(Deadline.after(Duration.ofMinutes(1)))),
                  new AnsweringServers(),
                  Caffeine.newBuilder().build(),
                  executor),
              checks,
              new RootVerifier(new RootAnchor.FirstUse(), TufFixture.GUN, NOW),
              RoleSelection.everything(),
              Optional.empty(),
              Optional.empty())
          .run();
    }
  }

  /** What a result weighs in a cache. */
  @Test
  void countsTheBytesThatTheResultIsMadeFrom() throws TufException {
    int together =
        publisher.files().entrySet().stream()
            .filter(file -> !List.of("timestamp", "1.root").contains(file.getKey()))
            .mapToInt(file -> file.getValue().length)
            .sum();
    assertThat(run().bytes()).isEqualTo(together);
  }

  @Test
  void namesTheKeysThatMaySignTheNextRoot() throws TufException {
    TestKey another = TestKey.certified(TufFixture.GUN);
    TestKey first = publisher.signer("root");
    publisher.keys("root", first, another).publish();
    assertThat(run().rootKeys()).containsExactlyInAnyOrder(first.id(), another.id()).isSorted();
  }

  /** Who reads them would take them for ours. */
  @Test
  void namesNoKeyByAnIdThatTheKeyDoesNotHave() throws TufException {
    TestKey first = publisher.signer("root");
    ObjectNode root = publisher.edit("root");
    String forged = "x\nregistry.test/team/other: " + "0".repeat(64);
    root.withObject("/roles/root").withArray("/keyids").add(forged);
    ObjectNode keys = root.withObject("/keys");
    keys.set(forged, keys.get(first.id()));
    publisher.publish();

    assertThat(run().rootKeys()).containsExactly(first.id());
  }

  @Test
  void remembersEveryRole() throws TufException {
    publisher.version("targets/alice", 4).publishNext();
    assertThat(run().floor().roles())
        .hasSize(5)
        .hasEntrySatisfying("timestamp", seen -> assertThat(seen.version()).isEqualTo(2))
        .hasEntrySatisfying("targets/alice", seen -> assertThat(seen.version()).isEqualTo(4))
        .containsKeys("root", "snapshot", "targets");
  }
}
