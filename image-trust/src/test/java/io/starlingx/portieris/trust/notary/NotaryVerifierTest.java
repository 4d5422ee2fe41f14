/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.notary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.HttpResult;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.TargetSource;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.registry.AuthenticatedReader;
import io.starlingx.portieris.trust.registry.Credentials;
import io.starlingx.portieris.trust.registry.ReadRequest;
import io.starlingx.portieris.trust.registry.ReadResult;
import io.starlingx.portieris.trust.tuf.DirectoryFloor;
import io.starlingx.portieris.trust.tuf.TestKey;
import io.starlingx.portieris.trust.tuf.TestPublisher;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotaryVerifierTest {

  private static final String GUN = "registry.test/team/app";
  private static final Digest ONE = Digest.of("one".getBytes(UTF_8));
  private static final Digest TWO = Digest.of("two".getBytes(UTF_8));

  @TempDir Path state;

  private final TestPublisher publisher =
      new TestPublisher(GUN)
          .target("targets", "v1", "one")
          .target("targets", "v2", "two")
          .delegate("targets/releases", List.of(""), TestKey.bare())
          .target("targets/releases", "v2", "new two")
          .delegate("targets/releases/staging", List.of(""), TestKey.bare())
          .target("targets/releases/staging", "v3", "three")
          .target("targets", "v3", "three")
          .publish();

  private Verdict verify(String image) {
    return Fixtures.verify(publisher, state, Fixtures.request(image, new RootAnchor.FirstUse()));
  }

  @Test
  void acceptsADigestThatIsSignedUnderAnyName() {
    assertThat(verify(GUN + "@" + ONE))
        .isInstanceOfSatisfying(
            Verdict.Trusted.class, trusted -> assertThat(trusted.digest()).contains(ONE));
  }

  @Test
  void refusesADigestThatIsNotSigned() {
    assertThat(verify(GUN + "@" + Digest.of(new byte[0])).code())
        .isEqualTo(ReasonCode.NO_SUCH_TARGET);
  }

  @Test
  void refusesADigestWhoseNameWasReleasedAnew() {
    assertThat(verify(GUN + "@" + TWO).code()).isEqualTo(ReasonCode.NO_SUCH_TARGET);
  }

  @Test
  void refusesATagThatStandsForAnotherDigest() {
    assertThat(verify(GUN + ":v1@" + ONE).code()).isEqualTo(ReasonCode.ALLOW);
    assertThat(verify(GUN + ":v1@" + TWO).code()).isEqualTo(ReasonCode.DIGEST_CONFLICT);
  }

  @Test
  void readsOtherDelegationsOnlyToSayThatNothingIsSigned() {
    publisher
        .delegate("targets/bob", List.of(""), TestKey.bare())
        .target("targets/bob", "v4", "four")
        .publish();
    assertThat(verify(GUN + ":v1").code()).isEqualTo(ReasonCode.ALLOW);
    assertThat(publisher.asked()).noneMatch(name -> name.startsWith("targets/bob"));
    assertThat(verify(GUN + ":v4").code()).isEqualTo(ReasonCode.NO_SUCH_TARGET);
    assertThat(publisher.asked()).anyMatch(name -> name.startsWith("targets/bob"));
  }

  @Test
  void neverMakesUpATagForADigest() {
    publisher.target("targets", "latest", "latest").publish();
    assertThat(verify(GUN + "@" + TWO)).isNotInstanceOf(Verdict.Trusted.class);
  }

  @Test
  void aDelegationBelowReleasesReleasesNothing() {
    assertThat(verify(GUN + ":v3").code()).isEqualTo(ReasonCode.NO_SUCH_TARGET);
  }

  @Test
  void saysWhichTagIsMissing() {
    assertThat(verify(GUN + ":v9"))
        .isEqualTo(new Verdict.Rejected(ReasonCode.NO_SUCH_TARGET, "No valid trust data for v9"));
  }

  @Test
  void asksTheNextServerOnlyWhenOneCannotBeAsked() {
    List<String> asked = new ArrayList<>();
    AuthenticatedReader reader =
        (request, context) -> {
          asked.add(request.uri().getHost());
          return request.uri().getHost().equals("down.test")
              ? new ReadResult.Failed(HttpResult.Kind.UNREACHABLE, "down.test: refused")
              : publisher.get(request, context);
        };
    assertThat(verify(reader, "https://down.test", "https://up.test").code())
        .isEqualTo(ReasonCode.ALLOW);
    assertThat(asked).startsWith("down.test", "up.test").containsOnlyOnce("down.test");

    assertThat(verify(reader, "https://down.test"))
        .isEqualTo(new Verdict.Unavailable("down.test: refused"));
  }

  @Test
  void doesNotAskAnotherServerAfterANo() {
    AuthenticatedReader reader =
        (request, context) ->
            request.uri().getHost().equals("first.test")
                ? new ReadResult.Absent()
                : publisher.get(request, context);
    assertThat(verify(reader, "https://first.test", "https://second.test").code())
        .isEqualTo(ReasonCode.NO_TRUST_DATA);
  }

  @Test
  void sharesTheTimeBetweenTheServers() {
    List<Duration> left = new ArrayList<>();
    AuthenticatedReader reader =
        (request, context) -> {
          left.add(context.deadline().remaining());
          return new ReadResult.Failed(HttpResult.Kind.UNREACHABLE, "refused");
        };
    verify(reader, "https://a.test", "https://b.test");
    assertThat(left).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(10));
  }

  @Test
  void asksNobodyWhenTimeIsUp() {
    NotaryVerifier verifier =
        Fixtures.verifier(
            publisher, new DirectoryFloor(state), InstantSource.fixed(Fixtures.CAPTURED));
    RequestContext late = RequestContext.unrecorded(new Deadline(0, () -> 1));
    assertThat(verifier.verify(request("https://a.test"), late).verdict().code())
        .isEqualTo(ReasonCode.UNAVAILABLE);
  }

  @Test
  void sendsNoCredentialsOverPlainHttp() {
    List<ReadRequest> requests = new ArrayList<>();
    AuthenticatedReader reader =
        (request, context) -> {
          requests.add(request);
          return publisher.get(request, context);
        };
    verify(reader, "http://plain.test");
    assertThat(requests).isNotEmpty().allMatch(request -> request.credentials().isEmpty());
    assertThat(requests).allMatch(request -> request.scope().equals("repository:" + GUN + ":pull"));
  }

  @Test
  void refusesANameThatIsNone() {
    TrustRequest plain = request("https://a.test");
    TrustRequest odd =
        new TrustRequest(
            plain.image(),
            "registry.test/../app?x",
            plain.servers(),
            plain.anchor(),
            plain.signers(),
            plain.require(),
            plain.credentials(),
            "",
            false);
    assertThat(Fixtures.verify(publisher, state, odd).code()).isEqualTo(ReasonCode.MALFORMED);
  }

  @Test
  void staysUpWhenSomethingInsideBreaks() {
    AuthenticatedReader broken =
        (request, context) -> {
          throw new IllegalStateException("defect");
        };
    assertThat(verify(broken, "https://a.test").code()).isEqualTo(ReasonCode.INTERNAL);
  }

  private Verdict verify(AuthenticatedReader reader, String... servers) {
    return Fixtures.verifier(
            reader, new DirectoryFloor(state), InstantSource.fixed(Fixtures.CAPTURED))
        .verify(
            request(servers),
            RequestContext.unrecorded(new Deadline(Duration.ofSeconds(10).toNanos(), () -> 0)))
        .verdict();
  }

  private static TrustRequest request(String... servers) {
    TrustRequest plain = Fixtures.request(GUN + ":v1", new RootAnchor.FirstUse());
    return new TrustRequest(
        plain.image(),
        plain.gun(),
        List.of(servers).stream()
            .map(url -> new TrustServer(URI.create(url), List.of(), TargetSource.CONFIGURED))
            .toList(),
        plain.anchor(),
        plain.signers(),
        plain.require(),
        List.of(new Credentials.Basic("user", "secret")),
        plain.policyNamespace(),
        plain.dryRun());
  }
}
