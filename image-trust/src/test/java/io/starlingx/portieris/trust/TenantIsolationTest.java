/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.notary.NotaryVerifier;
import io.starlingx.portieris.trust.policy.PolicyReader;
import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.policy.SecretLookup;
import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.trust.registry.ReadRequest;
import io.starlingx.portieris.trust.registry.ReadResult;
import io.starlingx.portieris.trust.tuf.DirectoryFloor;
import io.starlingx.portieris.trust.tuf.RecordingObserver;
import io.starlingx.portieris.trust.tuf.TestPublisher;
import io.starlingx.portieris.trust.tuf.TufSettings;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two tenants name two trust servers for the same repository, one of which is hostile; one engine
 * with all its caches decides for both.
 */
class TenantIsolationTest {

  private static final String GUN = "registry.test/app";
  private static final String IMAGE = GUN + ":v1";
  private static final Duration FRESHNESS = Duration.ofSeconds(30);

  @TempDir Path state;

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final RecordingObserver observer = new RecordingObserver();
  private final Map<String, TestPublisher> servers = new HashMap<>();
  private final TestPublisher honest = new TestPublisher(GUN).target("targets", "v1", "good");
  private final TestPublisher hostile = new TestPublisher(GUN).target("targets", "v1", "evil");
  private Instant now = Instant.parse("2026-11-23T00:00:00Z");
  private ImageTrust engine;

  @BeforeEach
  void start() {
    servers.put("a.test", honest.publish());
    servers.put("b.test", hostile.publish());
    engine =
        new ImageTrust(
            TrustSettings.unconfigured("portieris", FRESHNESS),
            (namespace, name, context) -> new SecretLookup.Missing(),
            new NotaryVerifier(
                this::read,
                new DirectoryFloor(state),
                observer,
                new TufSettings(FRESHNESS, Duration.ofMinutes(10)),
                executor,
                () -> now),
            (request, context) -> new Verdict.Rejected(ReasonCode.POLICY, "not asked"),
            executor,
            () -> now);
  }

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  private ReadResult read(ReadRequest request, RequestContext context) {
    return requireNonNull(servers.get(request.uri().getHost())).get(request, context);
  }

  private Verdict decide(String namespace, String server, String root) {
    return decide(IMAGE, namespace, server, root);
  }

  private Verdict decide(String image, String namespace, String server, String root) {
    String policy =
        """
        {"kind":"ImagePolicy","metadata":{"name":"p","namespace":"%s"},
         "spec":{"repositories":[{"name":"registry.test/*","policy":{"trust":
           {"enabled":true,"trustServer":"https://%s"%s}}}]}}
        """
            .formatted(namespace, server, root);
    try {
      PolicySet policies =
          new PolicySet(List.of(PolicyReader.read(new ObjectMapper().readTree(policy))), List.of());
      return engine
          .decide(
              new ImageQuery(image, namespace, policies, CredentialStore.empty()),
              RequestContext.unrecorded(Deadline.after(Duration.ofMinutes(1))))
          .verdict();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String pin(TestPublisher publisher) {
    return ",\"root\":{\"keyIds\":[\"" + publisher.rootKeyId() + "\"]}";
  }

  private static Digest digest(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Trusted.class);
    return ((Verdict.Trusted) verdict).digest().orElseThrow();
  }

  private static Digest of(String content) {
    return Digest.of(content.getBytes(UTF_8));
  }

  @Test
  void eachTenantHearsItsOwnServer() {
    for (int round = 0; round < 3; round++) {
      assertThat(digest(decide("team-a", "a.test", ""))).isEqualTo(of("good"));
      assertThat(digest(decide("team-b", "b.test", ""))).isEqualTo(of("evil"));
      now = now.plus(FRESHNESS.dividedBy(2));
    }
    assertThat(observer.heard()).hasSize(2).allMatch(line -> line.startsWith("first use"));
  }

  @Test
  void theSameServerIsAnotherFirstUseForEachTenant() {
    assertThat(digest(decide("team-a", "a.test", ""))).isEqualTo(of("good"));
    assertThat(digest(decide("team-b", "a.test", ""))).isEqualTo(of("good"));
    servers.put("a.test", hostile);
    now = now.plus(FRESHNESS);

    assertThat(decide(GUN + ":v2", "team-a", "a.test", "").code())
        .isEqualTo(ReasonCode.ROOT_ROTATION);
    assertThat(digest(decide("team-c", "a.test", ""))).isEqualTo(of("evil"));
  }

  @Test
  void aPinIsNotSoftenedByWhatAnotherTenantTrusts() {
    assertThat(digest(decide("team-b", "b.test", ""))).isEqualTo(of("evil"));

    assertThat(decide("team-a", "b.test", pin(honest)).code()).isEqualTo(ReasonCode.ROOT_UNTRUSTED);
    assertThat(digest(decide("team-a", "a.test", pin(honest)))).isEqualTo(of("good"));
    assertThat(digest(decide("team-b", "b.test", ""))).isEqualTo(of("evil"));
  }

  @Test
  void whoPinsTheSameRootSharesWhatWasSeenOfIt() {
    TestPublisher old = honest.copy();
    servers.put("b.test", old);
    honest.target("targets", "v1", "better").publishNext();

    assertThat(digest(decide("team-b", "b.test", ""))).isEqualTo(of("good"));
    assertThat(digest(decide("team-a", "a.test", pin(honest)))).isEqualTo(of("better"));
    assertThat(decide("team-b", "b.test", pin(honest)).code()).isEqualTo(ReasonCode.ROLLBACK);
    assertThat(digest(decide("team-b", "b.test", ""))).isEqualTo(of("good"));
  }

  @Test
  void anOutageOfOneServerIsNotBridgedByTheOther() {
    assertThat(digest(decide("team-a", "a.test", ""))).isEqualTo(of("good"));
    assertThat(digest(decide("team-b", "b.test", ""))).isEqualTo(of("evil"));
    honest.fault("timestamp", new ReadResult.OtherStatus(503));
    now = now.plus(FRESHNESS);

    String again = IMAGE + "@" + of("good");
    assertThat(digest(decide(again, "team-a", "a.test", ""))).isEqualTo(of("good"));
    now = now.plus(Duration.ofMinutes(10));
    assertThat(decide(again, "team-a", "a.test", "").code()).isEqualTo(ReasonCode.UNAVAILABLE);
  }
}
