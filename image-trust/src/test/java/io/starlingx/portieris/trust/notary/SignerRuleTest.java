/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.notary;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.policy.SignerThreshold;
import io.starlingx.portieris.trust.tuf.Floor;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.TestKey;
import io.starlingx.portieris.trust.tuf.TestPublisher;
import io.starlingx.portieris.trust.tuf.VersionFloor;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignerRuleTest {

  private static final String GUN = "registry.test/team/app";
  private static final List<String> ALL = List.of("");

  @TempDir Path state;

  private final TestKey alice = TestKey.certified("alice");
  private final TestKey bob = TestKey.bare();
  private final TestPublisher publisher =
      new TestPublisher(GUN)
          .target("targets", "v1", "one")
          .delegate("targets/alice", ALL, alice)
          .target("targets/alice", "v1", "one")
          .delegate("targets/bob", ALL, bob)
          .target("targets/bob", "v1", "one");

  private Verdict verify(SignerThreshold require, Signer... signers) {
    TrustRequest plain = Fixtures.request(GUN + ":v1", new RootAnchor.FirstUse(), signers);
    publisher.publish();
    return Fixtures.verify(
        publisher,
        state,
        new TrustRequest(
            plain.image(),
            plain.gun(),
            plain.servers(),
            plain.anchor(),
            plain.signers(),
            require,
            plain.credentials(),
            plain.policyNamespace(),
            plain.dryRun()));
  }

  private ReasonCode code(Signer... signers) {
    return verify(SignerThreshold.ALL, signers).code();
  }

  @Test
  void acceptsASignerByCertificateAndByBareKey() {
    assertThat(
            verify(
                SignerThreshold.ALL,
                new Signer("alice", alice.pem()),
                new Signer("bob", bob.pem())))
        .isInstanceOfSatisfying(
            Verdict.Trusted.class,
            trusted -> assertThat(trusted.signers()).containsExactly("alice", "bob"));
    state = state.resolve("again");
    assertThat(code(new Signer("alice", alice.publicKeyPem()))).isEqualTo(ReasonCode.ALLOW);
  }

  /** Without signers it is the root of the first use that says whom to trust. */
  @Test
  void onlyARuleThatNamesItsSignersUsesTheMemoryOfKnownSigners() {
    publisher.publish();
    List<String> raised = new ArrayList<>();
    VersionFloor known = new Recorded("known signers", raised, Optional.empty());
    VersionFloor floors = new Recorded("plain", raised, Optional.of(known));
    RootAnchor anchor = new RootAnchor.FirstUse();
    Signer signer = new Signer("alice", alice.pem());

    for (TrustRequest request :
        List.of(
            Fixtures.request(GUN + ":v1", anchor), Fixtures.request(GUN + ":v1", anchor, signer))) {
      Fixtures.verifier(publisher, floors, InstantSource.fixed(Fixtures.CAPTURED))
          .verify(request, RequestContext.unrecorded(Deadline.after(Duration.ofMinutes(1))));
    }

    assertThat(raised).containsExactly("plain", "known signers");
  }

  private record Recorded(String name, List<String> raised, Optional<VersionFloor> known)
      implements VersionFloor {

    @Override
    public VersionFloor forKnownSigners() {
      return known.orElse(this);
    }

    @Override
    public Reading read(FloorKey key) {
      return new Reading.Unknown();
    }

    @Override
    public Outcome raise(FloorKey key, Optional<Floor> seen, Floor next) {
      raised.add(name);
      return Outcome.RAISED;
    }
  }

  @Test
  void acceptsPemWithHeaders() {
    String pem = bob.pem().replace("KEY-----\nM", "KEY-----\nrole: bob\n\nM");
    assertThat(pem).contains("role: bob");
    assertThat(code(new Signer("bob", pem))).isEqualTo(ReasonCode.ALLOW);
  }

  @Test
  void refusesAKeyThatIsListedButHasNotSigned() {
    publisher.delegate("targets/carol", ALL, bob, alice).target("targets/carol", "v1", "one");
    publisher.threshold("targets/carol", 1).signedBy("targets/carol", bob);
    assertThat(code(new Signer("carol", bob.pem()))).isEqualTo(ReasonCode.ALLOW);
    state = state.resolve("again");
    assertThat(verify(SignerThreshold.ALL, new Signer("carol", alice.pem())))
        .isEqualTo(
            new Verdict.Rejected(
                ReasonCode.UNTRUSTED_KEY,
                "Public keys are different\n"
                    + "targets/carol lists the key of this signer, who has not signed it"));
  }

  @Test
  void refusesTheKeyOfAnotherSigner() {
    assertThat(code(new Signer("alice", bob.pem()))).isEqualTo(ReasonCode.UNTRUSTED_KEY);
  }

  @Test
  void refusesASignerWhoDoesNotHoldTheTag() {
    publisher.target("targets", "v2", "two");
    publisher.publish();
    assertThat(
            Fixtures.verify(
                publisher,
                state,
                Fixtures.request(
                    GUN + ":v2", new RootAnchor.FirstUse(), new Signer("alice", alice.pem()))))
        .isEqualTo(
            new Verdict.Rejected(
                ReasonCode.NO_SIGNATURE,
                "no signature found for role alice\ntargets/alice does not hold v2"));
  }

  @Test
  void refusesASignerNobodyHasHeardOf() {
    assertThat(code(new Signer("mallory", bob.pem()))).isEqualTo(ReasonCode.NO_SIGNATURE);
    state = state.resolve("again");
    assertThat(code(new Signer("../targets", bob.pem()))).isEqualTo(ReasonCode.NO_SIGNATURE);
  }

  @Test
  void refusesASignerWhoSignedOtherContent() {
    publisher.target("targets/bob", "v1", "other");
    assertThat(code(new Signer("bob", bob.pem()))).isEqualTo(ReasonCode.DIGEST_CONFLICT);
  }

  @Test
  void refusesASignerOutsideTheDelegatedNames() {
    publisher.delegate("targets/carol", List.of("release-"), bob);
    publisher.target("targets/carol", "v1", "one");
    assertThat(code(new Signer("carol", bob.pem()))).isEqualTo(ReasonCode.NO_SIGNATURE);
  }

  @Test
  void refusesASignerSecretWithoutAKey() {
    assertThat(code(new Signer("alice", "no PEM"))).isEqualTo(ReasonCode.POLICY);
  }

  @Test
  void countsHowManyOfTheSignersAreNeeded() {
    Signer good = new Signer("alice", alice.pem());
    Signer bad = new Signer("bob", alice.pem());
    assertThat(verify(SignerThreshold.atLeast(1), bad, good).code()).isEqualTo(ReasonCode.ALLOW);
    state = state.resolve("two");
    assertThat(verify(SignerThreshold.atLeast(2), bad, good).code())
        .isEqualTo(ReasonCode.UNTRUSTED_KEY);
    state = state.resolve("twice");
    assertThat(verify(SignerThreshold.atLeast(2), good, good).code()).isEqualTo(ReasonCode.POLICY);
  }

  @Test
  void oneKeyInTwoSecretsIsOneSigner() {
    Signer good = new Signer("alice", alice.pem());
    Signer again = new Signer("alice", alice.pem() + "\n");
    assertThat(verify(SignerThreshold.atLeast(2), good, again).code()).isEqualTo(ReasonCode.POLICY);
    state = state.resolve("all");
    assertThat(verify(SignerThreshold.ALL, good, again).code()).isEqualTo(ReasonCode.ALLOW);
  }
}
