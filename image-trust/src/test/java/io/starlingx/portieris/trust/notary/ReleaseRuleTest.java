/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.notary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.tuf.TestKey;
import io.starlingx.portieris.trust.tuf.TestPublisher;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may say what a tag stands for, with and without a role for releases. */
class ReleaseRuleTest {

  private static final String GUN = "registry.test/team/app";
  private static final String PAST = "2020-01-01T00:00:00Z";
  private static final List<String> ALL = List.of("");

  @TempDir Path state;

  private final TestKey alice = TestKey.bare();
  private final TestPublisher publisher = new TestPublisher(GUN).target("targets", "v1", "one");

  /** Each time with an empty state: the versions stay as they are, their content does not. */
  private Verdict verify(String image, Signer... signers) {
    return Fixtures.verify(
        publisher.publish(),
        state.resolve(UUID.randomUUID().toString()),
        Fixtures.request(GUN + image, new RootAnchor.FirstUse(), signers));
  }

  private ReasonCode code(String image, Signer... signers) {
    return verify(image, signers).code();
  }

  private static Digest digest(String content) {
    return Digest.of(content.getBytes(UTF_8));
  }

  private void assertTrusted(Verdict verdict, String content) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Trusted.class,
            trusted -> assertThat(trusted.digest()).contains(digest(content)));
  }

  @Test
  void aDelegateReleasesTheNamesThatItWasGiven() {
    publisher.delegate("targets/a", List.of("v"), alice);
    publisher.target("targets/a", "v2", "two").target("targets/a", "w2", "two");
    assertTrusted(verify(":v2"), "two");
    assertTrusted(verify("@" + digest("two")), "two");
    assertThat(code(":w2")).isEqualTo(ReasonCode.NO_SUCH_TARGET);
  }

  @Test
  void aDelegateOfADelegateReleasesTheNamesThatBothWereGiven() {
    publisher.delegate("targets/a", List.of("v"), alice);
    publisher.delegate("targets/a/b", List.of("v2", "w"), alice);
    publisher.target("targets/a/b", "v2", "two").target("targets/a/b", "w2", "two");
    assertTrusted(verify(":v2"), "two");
    assertThat(code(":w2")).isEqualTo(ReasonCode.NO_SUCH_TARGET);
  }

  @Test
  void targetsDecidesBeforeItsDelegates() {
    publisher.delegate("targets/a", ALL, alice).target("targets/a", "v1", "other");
    assertTrusted(verify(":v1"), "one");
    assertThat(code("@" + digest("other"))).isEqualTo(ReasonCode.NO_SUCH_TARGET);
  }

  @Test
  void delegatesDecideInTheOrderOfTheirParentBeforeWhatIsBelowThem() {
    publisher.delegate("targets/z", ALL, alice).delegate("targets/a", ALL, alice);
    publisher.delegate("targets/z/a", ALL, alice);
    publisher.target("targets/z", "v2", "of z").target("targets/a", "v2", "of a");
    publisher.target("targets/z/a", "v3", "of z/a").target("targets/a", "v3", "of a");
    assertTrusted(verify(":v2"), "of z");
    assertTrusted(verify(":v3"), "of a");
  }

  @Test
  void whereReleasesAreDelegatedNoOtherDelegateReleases() {
    publisher.delegate("targets/releases", ALL, alice).delegate("targets/a", ALL, alice);
    publisher.target("targets/a", "v2", "two");
    assertThat(code(":v2")).isEqualTo(ReasonCode.NO_SUCH_TARGET);
    assertThat(code("@" + digest("two"))).isEqualTo(ReasonCode.NO_SUCH_TARGET);
  }

  @Test
  void noOtherDelegateReleasesThoughTheServerWithholdsTheReleases() {
    publisher.delegate("targets/releases", ALL, alice).unpublish("targets/releases");
    publisher.delegate("targets/a", ALL, alice).target("targets/a", "v2", "two");
    assertThat(code(":v2")).isEqualTo(ReasonCode.NO_SUCH_TARGET);
  }

  @Test
  void noOtherDelegateReleasesThoughTheReleasesAreExpired() {
    publisher.delegate("targets/releases", ALL, alice).expires("targets/releases", PAST);
    publisher.delegate("targets/a", ALL, alice).target("targets/a", "v2", "two");
    assertThat(code(":v2")).isEqualTo(ReasonCode.NO_SUCH_TARGET);
  }

  @Test
  void noDelegateReleasesANameThatADroppedOneBeforeItCouldHold() {
    publisher.delegate("targets/a", List.of("v2"), alice).expires("targets/a", PAST);
    publisher.delegate("targets/b", ALL, alice);
    publisher.target("targets/b", "v2", "two").target("targets/b", "w2", "w");
    assertThat(verify(":v2"))
        .isInstanceOfSatisfying(
            Verdict.Rejected.class,
            rejected ->
                assertThat(rejected.message())
                    .startsWith("No valid trust data for v2")
                    .contains("dropped: targets/a: targets/a expired"));
    assertTrusted(verify(":w2"), "w");
    assertTrusted(verify(":v1"), "one");
  }

  @Test
  void noDelegateReleasesANameThatAWithheldOneBeforeItCouldHold() {
    publisher.delegate("targets/a", List.of("v2"), alice).unpublish("targets/a");
    publisher.delegate("targets/b", ALL, alice);
    publisher.target("targets/b", "v2", "two").target("targets/b", "w2", "w");
    assertThat(code(":v2")).isEqualTo(ReasonCode.NO_SUCH_TARGET);
    assertThat(code("@" + digest("two"))).isEqualTo(ReasonCode.NO_SUCH_TARGET);
    assertTrusted(verify(":w2"), "w");
  }

  @Test
  void aDelegateThatIsMissingSilencesNoneBeforeIt() {
    publisher.delegate("targets/a", ALL, alice).target("targets/a", "v2", "two");
    publisher.delegate("targets/b", ALL, alice).expires("targets/b", PAST);
    publisher.delegate("targets/c", ALL, alice).unpublish("targets/c");
    assertTrusted(verify(":v2"), "two");
  }

  @Test
  void aRequiredSignerDoesNotReleaseWhatAWithheldDelegateBeforeItMayHold() {
    publisher.delegate("targets/bob", ALL, TestKey.bare()).unpublish("targets/bob");
    publisher.delegate("targets/alice", ALL, alice).target("targets/alice", "v2", "of alice");
    assertThat(code(":v2", new Signer("alice", alice.publicKeyPem())))
        .isEqualTo(ReasonCode.NO_SUCH_TARGET);
  }

  /** Alice alone is asked for, and first; Bob comes before her. */
  @Test
  void aRequiredSignerDoesNotDecideWhatATagStandsFor() {
    publisher.delegate("targets/bob", ALL, TestKey.bare()).target("targets/bob", "v2", "of bob");
    publisher.delegate("targets/alice", ALL, alice).target("targets/alice", "v2", "of alice");
    Signer signer = new Signer("alice", alice.publicKeyPem());
    assertThat(code(":v2", signer)).isEqualTo(ReasonCode.DIGEST_CONFLICT);
    publisher.target("targets/bob", "v2", "of alice");
    assertTrusted(verify(":v2", signer), "of alice");
  }

  @Test
  void aDigestIsTrustedUnderTheNameThatItsSignersHold() {
    publisher.delegate("targets/bob", ALL, TestKey.bare());
    publisher.delegate("targets/alice", ALL, alice).target("targets/alice", "v2", "one");
    assertTrusted(verify("@" + digest("one"), new Signer("alice", alice.publicKeyPem())), "one");
  }

  @Test
  void whatADelegateReleasedIsTrustedUntilARoleBeforeItChanges() {
    String soon = "2026-11-30T00:00:00Z";
    publisher.delegate("targets/a", ALL, alice).expires("targets/a", soon);
    publisher.delegate("targets/b", ALL, alice).target("targets/b", "v2", "two");
    publisher.delegate("targets/c", ALL, alice).expires("targets/c", "2026-11-29T00:00:00Z");
    assertThat(verify(":v2"))
        .isInstanceOfSatisfying(
            Verdict.Trusted.class,
            trusted -> assertThat(trusted.validUntil()).isEqualTo(Instant.parse(soon)));
  }
}
