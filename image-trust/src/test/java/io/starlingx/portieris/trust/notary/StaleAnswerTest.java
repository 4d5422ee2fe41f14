/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.notary;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.HttpResult;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.TargetSource;
import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.registry.ReadRequest;
import io.starlingx.portieris.trust.registry.ReadResult;
import io.starlingx.portieris.trust.tuf.DirectoryFloor;
import io.starlingx.portieris.trust.tuf.RecordingObserver;
import io.starlingx.portieris.trust.tuf.TestKey;
import io.starlingx.portieris.trust.tuf.TestPublisher;
import io.starlingx.portieris.trust.tuf.TufSettings;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rule with two servers, of which one or both stop answering. */
class StaleAnswerTest {

  private static final String GUN = "registry.test/team/app";
  private static final ReadResult DOWN =
      new ReadResult.Failed(HttpResult.Kind.UNREACHABLE, "a.test: refused");

  @TempDir Path state;

  private final TestPublisher publisher =
      new TestPublisher(GUN).target("targets", "v1", "one").publish();
  private final Map<String, ReadResult> faults = new HashMap<>();
  private final RecordingObserver observer = new RecordingObserver();
  private Instant now = Fixtures.CAPTURED;
  private NotaryVerifier verifier;

  @BeforeEach
  void acceptOnce() {
    verifier =
        new NotaryVerifier(
            this::read,
            new DirectoryFloor(state),
            observer,
            new TufSettings(Duration.ofSeconds(30), Duration.ofMinutes(10)),
            Executors.newVirtualThreadPerTaskExecutor(),
            () -> now);
    assertThat(verify("v1").verdict().code()).isEqualTo(ReasonCode.ALLOW);
    observer.heard().clear();
  }

  private ReadResult read(ReadRequest request, RequestContext context) {
    ReadResult fault = faults.get(request.uri().getHost());
    return fault == null ? publisher.get(request, context) : fault;
  }

  private TrustAnswer verify(String tag) {
    TrustRequest plain = Fixtures.request(GUN + ":" + tag, new RootAnchor.FirstUse());
    List<TrustServer> servers =
        List.of("https://a.test", "https://b.test").stream()
            .map(url -> new TrustServer(URI.create(url), List.of(), TargetSource.CONFIGURED))
            .toList();
    return verifier.verify(
        new TrustRequest(
            plain.image(),
            GUN,
            servers,
            plain.anchor(),
            plain.signers(),
            plain.require(),
            plain.credentials(),
            "",
            false),
        RequestContext.unrecorded(Deadline.after(Duration.ofMinutes(1))));
  }

  @Test
  void theOtherServerComesFirst() {
    now = now.plusSeconds(60);
    faults.put("a.test", DOWN);
    assertThat(verify("v1"))
        .isEqualTo(TrustAnswer.current(verify("v1").verdict()))
        .satisfies(answer -> assertThat(answer.verdict().code()).isEqualTo(ReasonCode.ALLOW));
    assertThat(observer.heard()).isEmpty();
  }

  @Test
  void thenTheLastResultWithAWarning() {
    now = now.plusSeconds(60);
    faults.putAll(Map.of("a.test", DOWN, "b.test", new ReadResult.OtherStatus(503)));
    TrustAnswer answer = verify("v1");
    assertThat(answer.verdict().code()).isEqualTo(ReasonCode.ALLOW);
    assertThat(answer.age()).isEqualTo(Duration.ofSeconds(60));
    assertThat(answer.warnings())
        .containsExactly(
            "signatures of " + GUN + " are those of 2026-11-23T00:00:00Z: a.test: refused");
    assertThat(observer.heard()).containsExactly("stale " + GUN);
    assertThat(observer.relied().getLast()).startsWith(GUN + ", age PT1M, until ");
  }

  @Test
  void nothingServesAfterOneServerSaidThatItIsGone() {
    now = now.plusSeconds(60);
    faults.putAll(Map.of("a.test", DOWN, "b.test", new ReadResult.Absent()));
    assertThat(verify("v1").verdict().code()).isEqualTo(ReasonCode.UNAVAILABLE);
  }

  @Test
  void nothingServesAfterOneServerSaidNo() {
    now = now.plusSeconds(60);
    faults.putAll(Map.of("a.test", DOWN, "b.test", new ReadResult.Unauthorized("403")));
    assertThat(verify("v1").verdict().code()).isEqualTo(ReasonCode.UNAUTHORIZED);
  }

  @Test
  void anAnswerIsAsOldAsItsTimestamp() {
    now = now.plusSeconds(29);
    assertThat(verify("v1").age()).isEqualTo(Duration.ofSeconds(29));
    now = now.plusSeconds(1);
    assertThat(verify("v1").age()).isEqualTo(Duration.ZERO);
  }

  /** The whole was read after the part that is asked for first, and raised the floor above it. */
  @Test
  void theLastResultOfADelegateServesToo() {
    publisher.delegate("targets/a", List.of(""), TestKey.bare()).target("targets/a", "v2", "two");
    publisher.publishNext();
    now = now.plusSeconds(60);
    assertThat(verify("v2").verdict().code()).isEqualTo(ReasonCode.ALLOW);
    now = now.plusSeconds(60);
    faults.putAll(Map.of("a.test", DOWN, "b.test", DOWN));
    TrustAnswer answer = verify("v2");
    assertThat(answer.verdict().code()).isEqualTo(ReasonCode.ALLOW);
    assertThat(answer.age()).isEqualTo(Duration.ofSeconds(60));
    assertThat(answer.warnings()).hasSize(1);
  }

  @Test
  void nothingOfADelegateServesAfterAServerSaidThatItIsGone() {
    publisher.delegate("targets/a", List.of(""), TestKey.bare()).target("targets/a", "v2", "two");
    publisher.publishNext();
    now = now.plusSeconds(60);
    assertThat(verify("v2").verdict().code()).isEqualTo(ReasonCode.ALLOW);
    now = now.plusSeconds(60);
    faults.putAll(Map.of("a.test", DOWN, "b.test", new ReadResult.Absent()));
    assertThat(verify("v2").verdict().code()).isEqualTo(ReasonCode.UNAVAILABLE);
  }
}
