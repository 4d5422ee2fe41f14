/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DelegationWalkTest {

  @TempDir Path state;

  private final TestKey alice = TestKey.bare();
  private final TestPublisher publisher =
      new TestPublisher(TufFixture.GUN).target("targets", "v1", "one");

  private TufFixture client() {
    return new TufFixture(publisher, new DirectoryFloor(state));
  }

  private TrustedRepository repository() {
    return ((UpdateResult.Updated) client().update()).repository();
  }

  private static TrustedRole role(TrustedRepository repository, String name) {
    return repository.find(name).orElseThrow();
  }

  @Test
  void readsWhatIsDelegatedAndWhatThatDelegates() {
    publisher.delegate("targets/a", List.of(""), alice).target("targets/a", "v1", "two");
    publisher.delegate("targets/a/b", List.of(""), alice).target("targets/a/b", "v2", "three");
    publisher.publish();
    TrustedRepository repository = repository();
    assertThat(repository.roles())
        .extracting(TrustedRole::name)
        .containsExactly("targets", "targets/a", "targets/a/b");
    assertThat(role(repository, "targets").find("v1").orElseThrow().digest())
        .contains(Digest.of("one".getBytes(UTF_8)));
    assertThat(role(repository, "targets/a/b").find("v2").orElseThrow().digest())
        .contains(Digest.of("three".getBytes(UTF_8)));
    assertThat(role(repository, "targets/a").find("v2")).isEmpty();
    assertThat(repository.find("targets/c")).isEmpty();
    assertThat(repository.dropped()).isEmpty();
  }

  @Test
  void countsATargetOnlyWithinTheDelegatedPrefixes() {
    publisher.delegate("targets/a", List.of("v", "w"), alice);
    publisher.delegate("targets/a/b", List.of("va", "x"), alice);
    for (String name : List.of("v1", "va1", "x1")) {
      publisher.target("targets/a", name, "a").target("targets/a/b", name, "b");
    }
    publisher.publish();
    TrustedRole a = role(repository(), "targets/a");
    TrustedRole b = role(repository(), "targets/a/b");
    assertThat(a.paths()).containsExactly("v", "w");
    assertThat(a.find("v1")).isPresent();
    assertThat(a.find("x1")).isEmpty();
    assertThat(b.paths()).containsExactly("va");
    assertThat(b.find("va1")).isPresent();
    assertThat(b.find("v1")).isEmpty();
    assertThat(b.find("x1")).isEmpty();
  }

  @Test
  void aRoleWithoutPathsCountsForNothing() {
    publisher.delegate("targets/a", List.of(), alice).target("targets/a", "v1", "two");
    publisher.publish();
    assertThat(role(repository(), "targets/a").find("v1")).isEmpty();
  }

  @Test
  void namesWhoMaySignAndWhoHas() {
    TestKey bob = TestKey.bare();
    publisher.delegate("targets/a", List.of(""), alice, bob).threshold("targets/a", 1);
    publisher.signedBy("targets/a", bob).publish();
    TrustedRole role = role(repository(), "targets/a");
    assertThat(role.listedKeys()).isEqualTo(Set.of(alice.publicKey(), bob.publicKey()));
    assertThat(role.signers()).isEqualTo(Set.of(bob.publicKey()));
  }

  @Test
  void dropsAnExpiredDelegationWithAllBelowIt() {
    publisher
        .delegate("targets/a", List.of(""), alice)
        .expires("targets/a", "2026-11-22T00:00:00Z");
    publisher.delegate("targets/a/b", List.of(""), alice);
    publisher.delegate("targets/c", List.of(""), alice).publish();
    TrustedRepository repository = repository();
    assertThat(repository.roles())
        .extracting(TrustedRole::name)
        .containsExactly("targets", "targets/c");
    assertThat(repository.dropped()).containsOnlyKeys("targets/a");
    assertThat(repository.dropped().get("targets/a")).startsWith("targets/a expired at ");
  }

  @Test
  void dropsADelegationThatItsKeysHaveNotSigned() {
    publisher.delegate("targets/a", List.of(""), alice).signedBy("targets/a", TestKey.bare());
    publisher.delegate("targets/b", List.of(""), alice, TestKey.bare());
    publisher.signedBy("targets/b", alice);
    publisher.delegate("targets/c", List.of(""), alice).signedBy("targets/c").publish();
    assertThat(repository().dropped()).containsOnlyKeys("targets/a", "targets/b", "targets/c");
  }

  @Test
  void knowsWhereAndForWhichNamesADroppedDelegationWouldCount() {
    publisher.delegate("targets/a", List.of("v"), alice);
    publisher.delegate("targets/a/b", List.of("v1", "w"), alice).signedBy("targets/a/b").publish();
    UnheardRole dropped = repository().unheard().getFirst();
    assertThat(dropped.name()).isEqualTo("targets/a/b");
    assertThat(dropped.position()).isEqualTo(2);
    assertThat(dropped.mayPrecede(2, "v1.2")).isTrue();
    assertThat(dropped.mayPrecede(1, "v1.2")).isFalse();
    assertThat(dropped.mayPrecede(2, "v2")).isFalse();
    assertThat(dropped.mayPrecede(2, "w")).isFalse();
  }

  @Test
  void remembersADelegationThatTheSnapshotDoesNotList() {
    publisher.delegate("targets/a", List.of("v"), alice).unpublish("targets/a").publish();
    assertThat(repository().unheard())
        .containsExactly(new UnheardRole("targets/a", List.of("v"), 1, Optional.empty()));
  }

  @Test
  void rejectsADelegationOfMorePathsThanTheLimit() {
    List<String> paths =
        IntStream.range(0, TargetsMetadata.MAX_PATHS).mapToObj(i -> "p" + i).toList();
    publisher.delegate("targets/a", paths, alice).publish();
    assertThat(client().code()).isEqualTo(ReasonCode.ALLOW);
    List<String> more = Stream.concat(paths.stream(), Stream.of("one")).toList();
    publisher.delegate("targets/b", more, alice).publishNext();
    assertThat(client().code()).isEqualTo(ReasonCode.TOO_LARGE);
  }

  @Test
  void namesWhatTargetsDelegatesThoughItIsNotPublished() {
    publisher.delegate("targets/a", List.of(""), alice);
    publisher.delegate("targets/a/b", List.of(""), alice);
    publisher.delegate("targets/releases", List.of(""), alice).unpublish("targets/releases");
    publisher.publish();
    assertThat(repository().delegated()).containsOnly("targets/a", "targets/releases");
  }

  @Test
  void walksAsFarAsTheLimits() {
    String name = "targets";
    for (int depth = 1; depth <= 8; depth++) {
      name += "/a";
      publisher.delegate(name, List.of(""), alice);
    }
    for (int i = 8; i < DelegationWalk.MAX_DELEGATIONS; i++) {
      publisher.delegate("targets/d" + i, List.of(""), alice).unpublish("targets/d" + i);
    }
    publisher.publish();
    assertThat(repository().roles()).hasSize(9);
    publisher.delegate("targets/last", List.of(""), alice).unpublish("targets/last");
    publisher.publishNext();
    assertThat(client().code()).isEqualTo(ReasonCode.TOO_LARGE);
  }

  @Test
  void aDelegationThatWasTakenAwayMayStartAgain() {
    publisher.delegate("targets/a", List.of(""), alice).version("targets/a", 5).publish();
    assertThat(client().code()).isEqualTo(ReasonCode.ALLOW);
    ArrayNode roles = publisher.edit("targets").withArray("/delegations/roles");
    roles.removeAll();
    publisher.unpublish("targets/a").publishNext();
    assertThat(client().code()).isEqualTo(ReasonCode.ALLOW);
    publisher.delegate("targets/a", List.of(""), alice).publishNext();
    assertThat(client().code()).isEqualTo(ReasonCode.ALLOW);
  }

  @Test
  void refusesTheSameDelegationTwice() {
    publisher.delegate("targets/a", List.of(""), alice);
    publisher.delegate("targets/a", List.of(""), alice).publish();
    assertThat(client().code()).isEqualTo(ReasonCode.MALFORMED);
  }

  @Test
  void refusesARoleWithAKeyThatIsNotPublished() {
    publisher.delegate("targets/a", List.of(""), alice);
    publisher.edit("targets").withObject("/delegations/keys").remove(alice.id());
    publisher.publish();
    assertThat(client().code()).isEqualTo(ReasonCode.MALFORMED);
  }

  @Test
  void nothingChangesBeforeTheFirstRoleExpires() {
    publisher
        .delegate("targets/a", List.of(""), alice)
        .expires("targets/a", "2027-01-01T00:00:00Z");
    publisher.expires("targets", "2028-01-01T00:00:00Z").publish();
    assertThat(repository().baseExpires()).isEqualTo(Instant.parse("2028-01-01T00:00:00Z"));
    assertThat(repository().allExpire()).isEqualTo(Instant.parse("2027-01-01T00:00:00Z"));
    publisher.expires("targets/a", TestPublisher.FOREVER).version("targets/a", 2).publishNext();
    assertThat(repository().allExpire()).isEqualTo(Instant.parse("2028-01-01T00:00:00Z"));
  }
}
