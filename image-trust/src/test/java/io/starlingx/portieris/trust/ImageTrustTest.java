/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Ticker;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.Recorder;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.RequestRecord;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.notary.Signer;
import io.starlingx.portieris.trust.notary.TrustAnswer;
import io.starlingx.portieris.trust.notary.TrustRequest;
import io.starlingx.portieris.trust.policy.ImagePolicy;
import io.starlingx.portieris.trust.policy.PolicyReader;
import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.policy.SecretLookup;
import io.starlingx.portieris.trust.policy.SigningRequirement.SignedIdentity;
import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.trust.registry.Credentials;
import io.starlingx.portieris.trust.simplesigning.SignatureRequest;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import io.starlingx.portieris.trust.verdict.VerificationLimit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole engine; only the verifier is a stand-in, to answer at will and to fail. */
@Timeout(60)
class ImageTrustTest {

  private static final Digest SIGNED = Digest.of("signed".getBytes(UTF_8));
  private static final Digest OTHER = Digest.of("other".getBytes(UTF_8));
  private static final String TRUST =
      "\"policy\":{\"trust\":{\"enabled\":true,\"trustServer\":\"https://n.test\"}}";

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final List<TrustRequest> requests = new CopyOnWriteArrayList<>();
  private final Map<String, SecretLookup> secrets = new HashMap<>();
  private final List<SignatureRequest> signatureRequests = new CopyOnWriteArrayList<>();
  private Function<SignatureRequest, Verdict> signatures =
      request -> new Verdict.Trusted(Optional.of(SIGNED), List.of("F"), Instant.MAX);
  private Function<TrustRequest, Verdict> verifier =
      request -> new Verdict.Trusted(Optional.of(SIGNED), List.of(), Instant.MAX);

  private Duration age = Duration.ZERO;
  private List<String> answerWarnings = List.of();

  @AfterEach
  void close() {
    executor.shutdownNow();
  }

  @Test
  void pinsASignedImageToItsDigest() {
    ImageDecision decision = decide("nginx:1", cluster(rule("docker.io/*", TRUST)));

    assertThat(decision.verdict().code()).isEqualTo(ReasonCode.ALLOW);
    assertThat(decision.replacement()).contains("docker.io/library/nginx@" + SIGNED);
    assertThat(decision.message()).isEmpty();
    assertThat(requests).singleElement().matches(r -> r.gun().equals("docker.io/library/nginx"));
  }

  @Test
  void leavesTheStringAloneWhereTheRuleSaysSo() {
    String policy = TRUST.replace("{\"trust\"", "{\"mutateImage\":false,\"trust\"");

    assertThat(decide("nginx:1", cluster(rule("*", policy))).replacement()).isEmpty();
  }

  @Test
  void aRuleWithoutChecksAdmitsUnmodified() {
    ImageDecision decision = decide("nginx:1", cluster(rule("*", "\"policy\":{}")));

    assertThat(decision.verdict())
        .isEqualTo(new Verdict.Trusted(Optional.empty(), List.of(), Instant.MAX));
    assertThat(decision.replacement()).isEmpty();
  }

  @Test
  void aBadNameIsRefusedBeforeAnyPolicy() {
    assertRefused(
        decide("nginx:", cluster(rule("*", ""))), ReasonCode.MALFORMED, "invalid image name");
    assertRefused(
        decide("a@sha512:" + "a".repeat(128), cluster(rule("*", ""))),
        ReasonCode.UNSUPPORTED,
        "use sha256");
  }

  @Test
  void noRuleMeansNo() {
    assertRefused(
        decide("nginx", new PolicySet(List.of(), List.of())),
        ReasonCode.POLICY,
        "no image policies or cluster polices");
  }

  @Test
  void aRuleThatCannotBeUsedRefusesWhatItMatchesAndSaysWhy() {
    ImageDecision decision =
        decide("nginx", cluster(rule("*", "\"policy\":{\"trust\":{\"enable\":true}}")));

    assertRefused(decision, ReasonCode.POLICY, "spec.repositories[0].policy.trust.enable");
    assertThat(requests).isEmpty();
  }

  @Test
  void neverSubstitutesOtherContentForAStatedDigest() {
    assertRefused(
        decide("nginx@" + OTHER, cluster(rule("*", TRUST))),
        ReasonCode.DIGEST_CONFLICT,
        OTHER.toString());
    assertThat(decide("nginx@" + SIGNED, cluster(rule("*", TRUST))).replacement())
        .contains("docker.io/library/nginx@" + SIGNED);
  }

  @Test
  void aVerifierThatFindsNoDigestHasFoundNothing() {
    verifier = request -> new Verdict.Trusted(Optional.empty(), List.of(), Instant.MAX);

    assertRefused(decide("nginx", cluster(rule("*", TRUST))), ReasonCode.NO_SUCH_TARGET, "");
  }

  @Test
  void aVerifierThatFailsIsADefectAndNeverAnAdmission() {
    verifier =
        request -> {
          throw new IllegalStateException("defect");
        };

    ImageDecision decision = decide("nginx", cluster(rule("*", TRUST)));

    assertThat(decision.verdict().code()).isEqualTo(ReasonCode.INTERNAL);
    assertThat(decision.message()).contains("internal error").doesNotContain("defect");
  }

  @Test
  void aVerifierThatIsSlowIsUnavailableAtTheDeadline() {
    CountDownLatch never = new CountDownLatch(1);
    verifier =
        request -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return new Verdict.Unavailable("late");
        };

    ImageDecision decision =
        engine(settings())
            .decide(
                query("nginx", cluster(rule("*", TRUST))),
                RequestContext.unrecorded(Deadline.after(Duration.ofMillis(100))));

    assertThat(decision.verdict().code()).isEqualTo(ReasonCode.UNAVAILABLE);
    assertThat(decision.message()).contains("no answer in time from n.test");
  }

  @Test
  void aTenantWhoseTrustServerIsSlowLeavesTheEngineToTheOthers() throws Exception {
    ImageTrust engine = engine(settings(), new VerificationLimit(3, 3, 1, Duration.ZERO));
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    verifier =
        request -> {
          if (request.gun().endsWith("/slow")) {
            asked.countDown();
            await(answer);
          }
          return new Verdict.Unavailable("asked");
        };
    executor.execute(
        () -> engine.decide(query("reg.test/slow", namespaced(rule("*", TRUST))), context()));
    await(asked);

    assertThat(
            engine.decide(query("reg.test/a", namespaced(rule("*", TRUST))), context()).message())
        .contains("too many verifications are already under way for namespace team");
    assertThat(engine.decide(query("reg.test/a", cluster(rule("*", TRUST))), context()).message())
        .contains("asked");
    signatures = request -> new Verdict.Unavailable("asked");
    PolicySet simple = namespaced(rule("*", simple("{\"type\":\"insecureAcceptAnything\"}")));
    assertThat(engine.decide(query("reg.test/a", simple), context()).message())
        .contains("too many verifications are already under way for namespace team");
    answer.countDown();
  }

  /** Both ask the very same, and only one of them has used up its places. */
  @Test
  void nobodyWaitsInTheQueueOfAnotherTenant() throws Exception {
    ImageTrust engine = engine(settings(), new VerificationLimit(3, 3, 1, Duration.ofSeconds(40)));
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    signatures =
        request -> {
          if (request.image().path().equals("slow")) {
            asked.countDown();
            await(answer);
          }
          return new Verdict.Unavailable("asked");
        };
    String accepting = rule("*", simple("{\"type\":\"insecureAcceptAnything\"}"));
    executor.execute(() -> engine.decide(query("reg.test/slow", namespaced(accepting)), context()));
    await(asked);
    awaitWaiting(
        Thread.startVirtualThread(
            () -> engine.decide(query("reg.test/a", namespaced(accepting)), context())));

    assertThat(
            engine
                .decide(
                    query("reg.test/a", cluster(accepting)),
                    RequestContext.unrecorded(Deadline.after(Duration.ofSeconds(30))))
                .message())
        .contains("asked");
    answer.countDown();
  }

  @Test
  void underOnePolicyOfTheClusterNobodyWaitsInTheQueueOfAnotherNamespace() throws Exception {
    ImageTrust engine = engine(settings(), new VerificationLimit(2, 1, 1, Duration.ofSeconds(40)));
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    verifier =
        request -> {
          if (request.gun().endsWith("/slow")) {
            asked.countDown();
            await(answer);
          }
          return new Verdict.Unavailable("asked");
        };
    PolicySet policies =
        cluster(rule("slow.test/*", TRUST.replace("n.test", "slow.test")) + "," + rule("*", TRUST));
    executor.execute(() -> engine.decide(query("slow.test/slow", policies), context()));
    await(asked);
    awaitWaiting(
        Thread.startVirtualThread(() -> engine.decide(query("reg.test/a", policies), context())));

    assertThat(
            engine
                .decide(
                    new ImageQuery("reg.test/a", "other", policies, CredentialStore.empty()),
                    RequestContext.unrecorded(Deadline.after(Duration.ofSeconds(30))))
                .message())
        .contains("asked");
    answer.countDown();
  }

  @Test
  void anIpv6AddressMayStandWhereverAHostMay() {
    String rule = TRUST.replace("n.test", "[fd00::9]:4443");

    engine(settings())
        .decide(
            query("[FD00:0::0001]:9001/team/app:1", cluster(rule("[fd00::1]:9001/team/*", rule))),
            context());

    assertThat(requests)
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.gun()).isEqualTo("[FD00:0::0001]:9001/team/app");
              assertThat(request.servers().getFirst().url()).hasToString("https://[fd00::9]:4443");
            });
  }

  @Test
  void signersOfAClusterPolicyComeFromTheWebhooksNamespaceNeverFromTheWorkloads() {
    secrets.put("team/alice", found("alice", "attacker's key"));
    String policy = withSigners("{\"name\":\"alice\"}");

    assertRefused(
        decide("nginx", cluster(rule("*", policy))),
        ReasonCode.POLICY,
        "could not get signerSecret from your cluster, secrets \"alice\" not found");

    secrets.put("portieris/alice", found("alice", "key"));
    decide("nginx", cluster(rule("*", policy)));
    assertThat(requests.getLast().signers()).containsExactly(new Signer("alice", "key"));
  }

  @Test
  void aNamespacedPolicyReadsAnotherNamespaceOnlyWhereTheOperatorAllowsIt() {
    secrets.put("shared/alice", found("alice", "key"));
    secrets.put("other/alice", found("alice", "key"));

    decide(
        "nginx",
        namespaced(rule("*", withSigners("{\"name\":\"alice\",\"namespace\":\"shared\"}"))));
    assertThat(requests).hasSize(1);
    assertRefused(
        decide(
            "nginx",
            namespaced(rule("*", withSigners("{\"name\":\"alice\",\"namespace\":\"other\"}")))),
        ReasonCode.POLICY,
        "policySecrets.namespaces");
  }

  @Test
  void aSignerSecretWithoutItsFieldsIsRefusedAndOneThatCannotBeReadIsUnavailable() {
    secrets.put("portieris/alice", found("alice", " "));
    secrets.put("portieris/bob", new SecretLookup.Unreadable("timed out"));

    assertRefused(
        decide("nginx", cluster(rule("*", withSigners("{\"name\":\"alice\"}")))),
        ReasonCode.POLICY,
        "name or publicKey field in secret alice is empty");
    assertThat(
            decide("nginx", cluster(rule("*", withSigners("{\"name\":\"bob\"}")))).verdict().code())
        .isEqualTo(ReasonCode.UNAVAILABLE);
  }

  @Test
  void firstUseIsAllowedOnlyByTheRuleOrTheOperator() {
    decide("nginx", cluster(rule("*", TRUST)));
    assertThat(requests.getLast().anchor()).isEqualTo(new RootAnchor.FirstUse());

    TrustSettings strict =
        new TrustSettings(
            List.of(),
            List.of(),
            false,
            false,
            List.of(),
            "portieris",
            deadline -> CredentialStore.empty(),
            Duration.ZERO);
    engine(strict).decide(query("nginx", cluster(rule("*", TRUST))), context());
    assertThat(requests.getLast().anchor()).isEqualTo(new RootAnchor.Nothing());
  }

  @Test
  void aRootSecretMustHoldExactlyOneKindOfAnchor() {
    secrets.put("portieris/root", new SecretLookup.Found(Map.of(), ""));
    String policy = TRUST.replace("\"enabled\"", "\"root\":{\"secretName\":\"root\"},\"enabled\"");

    assertRefused(
        decide("nginx", cluster(rule("*", policy))),
        ReasonCode.POLICY,
        "must hold exactly one of publicKeys and ca");
    secrets.put("portieris/root", new SecretLookup.Found(Map.of("ca", new byte[] {1}), ""));
    assertRefused(
        decide("nginx", cluster(rule("*", policy))), ReasonCode.POLICY, "holds no usable PEM");
  }

  @Test
  void anImageOfAMirrorIsMatchedAndVerifiedUnderItsSignedName() {
    ImageDecision decision =
        decide("registry.local:9001/icr.io/team/app:1", cluster(rule("icr.io/*", TRUST)));

    assertThat(decision.replacement()).contains("registry.local:9001/icr.io/team/app@" + SIGNED);
    assertThat(requests.getLast().gun()).isEqualTo("icr.io/team/app");
  }

  @Test
  void theWebhooksOwnPullSecretsNeverGoToAServerThatATenantNames() {
    decide("reg.test/a", cluster(rule("*", TRUST)));
    assertThat(requests.getLast().credentials())
        .containsExactly(new Credentials.Basic("webhook", "pw"));

    decide("reg.test/a", namespaced(rule("*", TRUST)));
    assertThat(requests.getLast().credentials()).isEmpty();
  }

  @Test
  void norToAServerThatTheOperatorNamesForAnotherRegistry() {
    ImageTrust engine =
        engine(
            new TrustSettings(
                List.of(),
                List.of(
                    new ServerEntry("other.test", List.of(URI.create("https://n.test")), List.of()),
                    new ServerEntry("same.test", List.of(URI.create("https://n.test")), List.of())),
                true,
                false,
                List.of(),
                "portieris",
                deadline ->
                    CredentialStore.of(
                        List.of(
                            "{\"auths\":{\"*.test\":{\"username\":\"webhook\",\"password\":\"pw\"}}}"
                                .getBytes(UTF_8))),
                Duration.ZERO));

    engine.decide(query("reg.test/a", namespaced(rule("*", TRUST))), context());
    assertThat(requests.getLast().credentials()).isEmpty();
    engine.decide(query("same.test/a", namespaced(rule("*", TRUST))), context());
    assertThat(requests.getLast().credentials()).hasSize(1);
  }

  @Test
  void oneVerdictServesTheSameQuestionAgain() {
    TrustSettings settings = settings(Duration.ofSeconds(30));
    ImageTrust engine = engine(settings);

    engine.decide(query("nginx:1", cluster(rule("*", TRUST))), context());
    engine.decide(query("nginx:1", cluster(rule("*", TRUST))), context());
    engine.decide(query("nginx:2", cluster(rule("*", TRUST))), context());

    assertThat(requests).hasSize(2);
  }

  @Test
  void whatIsRememberedIsKnownAndItsStepsAreTold() {
    ImageTrust engine = engine(settings(Duration.ofSeconds(30)));
    ImageQuery query = query("nginx:1", cluster(rule("*", TRUST)));
    ImageDecision decision = engine.decide(query, context());
    Steps steps = new Steps();

    assertThat(engine.known(query, new RequestContext(context().deadline(), steps)))
        .contains(decision);

    assertThat(steps.heard).containsExactly(Recorder.Step.SELECT, Recorder.Step.VERIFY);
    assertThat(requests).hasSize(1);
  }

  @Test
  void lookingForWhatIsKnownBeginsNothing() {
    secrets.put("portieris/k", keys());
    List<Deadline> lent = new CopyOnWriteArrayList<>();
    ImageTrust engine =
        engine(
            settings(
                Duration.ofSeconds(30),
                deadline -> {
                  lent.add(deadline);
                  return CredentialStore.empty();
                }));
    PolicySet policies =
        cluster(
            rule("reg.test/*", TRUST)
                + ","
                + rule("*", simple("{\"type\":\"signedBy\",\"keySecret\":\"k\"}")));
    Steps steps = new Steps();
    RequestContext context = new RequestContext(context().deadline(), steps);

    assertThat(engine.known(query("reg.test/a", policies), context)).isEmpty();
    assertThat(engine.known(query("nginx", policies), context)).isEmpty();

    executor.close(); // ends when all that was begun has ended
    assertThat(requests).isEmpty();
    assertThat(signatureRequests).isEmpty();
    assertThat(lent).hasSize(2).allMatch(Deadline::isOver);
    assertThat(steps.heard).isEmpty();
  }

  @Test
  void aRefusalIsNeverTakenForKnown() {
    ImageTrust engine = engine(settings(Duration.ofSeconds(30)));
    ImageQuery query = query("nginx:1", cluster(rule("*", TRUST)));
    verifier = request -> new Verdict.Rejected(ReasonCode.NO_SUCH_TARGET, "no");

    engine.decide(query, context());

    assertThat(engine.known(query, context())).isEmpty();
    assertThat(engine.known(query("nginx:", cluster(rule("*", ""))), context())).isEmpty();
  }

  @Test
  void aVerdictOnDataThatAreAsOldAsTheyMayBeServesOnlyOnce() {
    ImageTrust engine = engine(settings(Duration.ofSeconds(30)));
    age = Duration.ofSeconds(30);

    engine.decide(query("nginx:1", cluster(rule("*", TRUST))), context());
    engine.decide(query("nginx:1", cluster(rule("*", TRUST))), context());

    assertThat(requests).hasSize(2);
  }

  @Test
  void aStaleVerdictIsToldWithItsWarningEachTime() {
    ImageTrust engine = engine(settings(Duration.ofSeconds(30)));
    answerWarnings = List.of("signatures are old");

    assertThat(engine.decide(query("nginx", cluster(rule("*", TRUST))), context()).warnings())
        .containsExactly("signatures are old");
    assertThat(engine.decide(query("nginx", cluster(rule("*", TRUST))), context()).warnings())
        .containsExactly("signatures are old");
  }

  @Test
  void aDryRunIsAQuestionOfItsOwn() {
    ImageTrust engine = engine(settings(Duration.ofSeconds(30)));
    PolicySet policies = cluster(rule("*", TRUST));

    engine.decide(
        new ImageQuery("nginx", "team", policies, CredentialStore.empty(), true, Pinning.UNDER_WAY),
        context());
    engine.decide(query("nginx", policies), context());

    assertThat(requests).extracting(TrustRequest::dryRun).containsExactly(true, false);
  }

  @Test
  void checksThatThisVersionDoesNotMakeAreRefusedNeverPassedOver() {
    assertRefused(
        decide(
            "nginx",
            cluster(rule("*", "\"policy\":{\"vulnerability\":{\"ICCRVA\":{\"enabled\":true}}}"))),
        ReasonCode.UNSUPPORTED,
        "Vulnerability Advisor");
  }

  @Test
  void aRejectingRequirementRefusesWithoutAskingAnybody() {
    assertRefused(
        decide(
            "nginx",
            cluster(
                rule("*", simple("{\"type\":\"reject\"},{\"type\":\"insecureAcceptAnything\"}")))),
        ReasonCode.POLICY,
        "simple: policy denied the request: Running image docker://nginx is rejected by policy.");
    assertThat(signatureRequests).isEmpty();
  }

  @Test
  void acceptingAnythingStillPinsTheImage() {
    ImageDecision decision =
        decide("nginx:1", cluster(rule("*", simple("{\"type\":\"insecureAcceptAnything\"}"))));

    assertThat(decision.replacement()).contains("docker.io/library/nginx@" + SIGNED);
    assertThat(signatureRequests).singleElement().matches(r -> r.signers().isEmpty());
  }

  @Test
  void keysComeFromTheEntryKeyOfTheirSecret() {
    String policy = simple("{\"type\":\"signedBy\",\"keySecret\":\"k\"}");
    assertRefused(
        decide("nginx", cluster(rule("*", policy))), ReasonCode.POLICY, "secrets \"k\" not found");
    secrets.put("portieris/k", new SecretLookup.Found(Map.of(), ""));
    assertRefused(
        decide("nginx", cluster(rule("*", policy))),
        ReasonCode.POLICY,
        "secret \"k\" in \"portieris\" does not contain a \"key\" attribute");
    secrets.put("portieris/k", new SecretLookup.Found(Map.of("key", new byte[0]), ""));
    assertRefused(decide("nginx", cluster(rule("*", policy))), ReasonCode.POLICY, "Key: empty");

    secrets.put("portieris/k", keys());
    assertThat(decide("nginx", cluster(rule("*", policy))).replacement()).isPresent();
    assertThat(signatureRequests).singleElement().matches(r -> r.signers().size() == 1);
  }

  @Test
  void theStoresPasswordComesFromItsSecretAndNeverGoesOverPlainHttp() {
    secrets.put("portieris/k", keys());
    secrets.put("portieris/s", new SecretLookup.Found(Map.of("username", new byte[] {'u'}), ""));
    String policy =
        simple("{\"type\":\"signedBy\",\"keySecret\":\"k\"}")
            .replace(
                "{\"requirements\"",
                "{\"storeURL\":\"https://s.test/x\",\"storeSecret\":\"s\",\"requirements\"");
    assertRefused(
        decide("nginx", cluster(rule("*", policy))),
        ReasonCode.POLICY,
        "secret: s, does not contain password");

    secrets.put(
        "portieris/s",
        new SecretLookup.Found(
            Map.of("username", new byte[] {'u'}, "password", new byte[] {'p'}), ""));
    decide("nginx", cluster(rule("*", policy)));
    assertThat(signatureRequests.getLast().store().orElseThrow().credentials())
        .containsExactly(new Credentials.Basic("u", "p"));

    ImageDecision plain = decide("nginx", cluster(rule("*", policy.replace("https", "http"))));
    assertThat(plain.warnings()).singleElement().asString().contains("http://s.test/x");
    assertThat(signatureRequests.getLast().store().orElseThrow().credentials()).isEmpty();
  }

  @Test
  void bothMechanismsMustNameTheSameContent() {
    String both =
        TRUST.replace(
            "{\"trust\"",
            "{\"simple\":{\"requirements\":[{\"type\":\"insecureAcceptAnything\"}]},\"trust\"");
    ImageDecision agreed = decide("nginx:1", cluster(rule("*", both)));
    assertThat(agreed.verdict())
        .isEqualTo(new Verdict.Trusted(Optional.of(SIGNED), List.of("F"), Instant.MAX));

    signatures = request -> new Verdict.Trusted(Optional.of(OTHER), List.of("F"), Instant.MAX);
    assertRefused(
        decide("nginx:1", cluster(rule("*", both))),
        ReasonCode.DIGEST_CONFLICT,
        "Notary signs conflicting digest: " + SIGNED + " simple: " + OTHER);
  }

  @Test
  void refusalsOfSimpleSigningKeepTheirWords() {
    String policy = simple("{\"type\":\"insecureAcceptAnything\"}");
    signatures = request -> new Verdict.Rejected(ReasonCode.UNAUTHORIZED, "reg.test answered 401");
    assertRefused(
        decide("reg.test/a", cluster(rule("*", policy))),
        ReasonCode.UNAUTHORIZED,
        "simple: Deny \"reg.test/a\", no valid ImagePullSecret, 1 tried");
    signatures =
        request -> new Verdict.Rejected(ReasonCode.NO_SIGNATURE, "A signature was required");
    assertRefused(
        decide("nginx", cluster(rule("*", policy))),
        ReasonCode.NO_SIGNATURE,
        "simple: policy denied the request: A signature was required");
    signatures = request -> new Verdict.Unavailable("reg.test answered 503");
    assertThat(decide("nginx", cluster(rule("*", policy))).message())
        .startsWith("simple: reg.test answered 503");
  }

  @Test
  void warnsOfAPlainTrustServerAndNamesAMissingOne() {
    ImageDecision plain = decide("nginx", cluster(rule("*", TRUST.replace("https", "http"))));
    assertThat(plain.warnings()).singleElement().asString().contains("http://n.test");

    assertRefused(
        decide("reg.test/a", cluster(rule("*", "\"policy\":{\"trust\":{\"enabled\":true}}"))),
        ReasonCode.POLICY,
        "no trust server could be found");
  }

  private ImageDecision decide(String image, PolicySet policies) {
    return engine(settings()).decide(query(image, policies), context());
  }

  private ImageTrust engine(TrustSettings settings) {
    return engine(settings, VerificationLimit.standard());
  }

  private ImageTrust engine(TrustSettings settings, VerificationLimit limit) {
    return new ImageTrust(
        settings,
        (namespace, name, context) ->
            secrets.getOrDefault(namespace + "/" + name, new SecretLookup.Missing()),
        (request, context) -> {
          requests.add(request);
          return new TrustAnswer(verifier.apply(request), age, answerWarnings);
        },
        (request, context) -> {
          signatureRequests.add(request);
          return signatures.apply(request);
        },
        executor,
        InstantSource.system(),
        limit,
        Ticker.systemTicker());
  }

  /** Hears of steps alone. */
  private static final class Steps implements Recorder {
    private final List<Step> heard = new ArrayList<>();

    @Override
    public void accept(RequestRecord request) {}

    @Override
    public void step(Step step, Outcome outcome, Duration took) {
      heard.add(step);
    }
  }

  /** Until its question is asked: it waits for the answer. */
  private static void awaitWaiting(Thread asker) {
    while (asker.getState() != Thread.State.TIMED_WAITING) {
      assertThat(asker.isAlive()).isTrue();
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void afterPinningMatchExactComparesRepositoryAndDigestOnly() {
    secrets.put("portieris/k", keys());
    PolicySet policies =
        cluster(
            rule(
                "*",
                simple(
                    "{\"type\":\"signedBy\",\"keySecret\":\"k\","
                        + "\"signedIdentity\":{\"type\":\"matchExact\"}}")));
    ImageTrust engine = engine(settings());
    for (String image : List.of("reg.test/a:1", "reg.test/a@" + SIGNED, "reg.test/a:1@" + SIGNED)) {
      for (Pinning pinning : List.of(Pinning.UNDER_WAY, Pinning.OVER)) {
        engine.decide(
            new ImageQuery(image, "team", policies, CredentialStore.empty(), false, pinning),
            context());
      }
    }

    assertThat(signatureRequests)
        .extracting(request -> request.signers().getFirst().identity())
        .containsExactly(
            new SignedIdentity.MatchExact(),
            new SignedIdentity.MatchExact(),
            new SignedIdentity.MatchExact(),
            new SignedIdentity.MatchRepoDigestOrExact(),
            new SignedIdentity.MatchExact(),
            new SignedIdentity.MatchExact());
  }

  /** Its own pin is no other image to the webhook, though it lacks the tag that was signed. */
  @Test
  void whatMatchExactHasPinnedPassesWhenTheWebhookIsAskedAgainAndNothingElseDoes() {
    secrets.put("portieris/k", keys());
    signatures =
        request ->
            request.image().tag().isPresent()
                ? new Verdict.Trusted(Optional.of(SIGNED), List.of("F"), Instant.MAX)
                : new Verdict.Rejected(ReasonCode.IDENTITY_MISMATCH, "signed for another tag");
    PolicySet policies =
        cluster(
            rule(
                "reg.test/*",
                simple(
                    "{\"type\":\"signedBy\",\"keySecret\":\"k\","
                        + "\"signedIdentity\":{\"type\":\"matchExact\"}}")));
    ImageTrust engine = engine(settings(Duration.ofSeconds(30)));
    ImageQuery digest =
        new ImageQuery(
            "reg.test/a@" + SIGNED,
            "team",
            policies,
            CredentialStore.empty(),
            false,
            Pinning.UNDER_WAY);

    assertThat(engine.decide(digest, context()).admits()).as("by hand").isFalse();
    assertThat(engine.decide(query("reg.test/a:1", policies), context()).admits()).isTrue();
    assertThat(engine.decide(digest, context()).admits()).as("asked again").isTrue();
    assertThat(engine.decide(query("reg.test/a@" + SIGNED, policies), context()).admits())
        .as("where nothing is pinned")
        .isFalse();
  }

  private static TrustSettings settings() {
    return settings(Duration.ZERO);
  }

  private static TrustSettings settings(Duration ttl) {
    CredentialStore own =
        CredentialStore.of(
            List.of(
                "{\"auths\":{\"reg.test\":{\"username\":\"webhook\",\"password\":\"pw\"}}}"
                    .getBytes(UTF_8)));
    return settings(ttl, deadline -> own);
  }

  private static TrustSettings settings(
      Duration ttl, Function<Deadline, CredentialStore> pullSecrets) {
    return new TrustSettings(
        List.of(new Identity("registry.local:9001/icr.io", "icr.io")),
        List.of(),
        true,
        false,
        List.of("shared"),
        "portieris",
        pullSecrets,
        ttl);
  }

  private static ImageQuery query(String image, PolicySet policies) {
    return new ImageQuery(image, "team", policies, CredentialStore.empty());
  }

  private static RequestContext context() {
    return RequestContext.unrecorded(Deadline.after(Duration.ofSeconds(50)));
  }

  private static String simple(String requirements) {
    return "\"policy\":{\"simple\":{\"requirements\":[" + requirements + "]}}";
  }

  private static SecretLookup keys() {
    try {
      return new SecretLookup.Found(
          Map.of(
              "key",
              Files.readAllBytes(Path.of("src/test/resources/fixtures/simple/keys/bob.pub.asc"))),
          "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String withSigners(String signers) {
    return TRUST.replace("\"enabled\"", "\"signerSecrets\":[" + signers + "],\"enabled\"");
  }

  private static SecretLookup found(String name, String key) {
    return new SecretLookup.Found(
        Map.of("name", name.getBytes(UTF_8), "publicKey", key.getBytes(UTF_8)), "Opaque");
  }

  private static String rule(String name, String rest) {
    return "{\"name\":\"" + name + "\"" + (rest.isEmpty() ? "" : "," + rest) + "}";
  }

  private static PolicySet cluster(String rule) {
    return new PolicySet(List.of(), List.of(policy("ClusterImagePolicy", rule)));
  }

  private static PolicySet namespaced(String rule) {
    return new PolicySet(List.of(policy("ImagePolicy", rule)), List.of());
  }

  private static ImagePolicy policy(String kind, String rule) {
    try {
      return PolicyReader.read(
          new ObjectMapper()
              .readTree(
                  "{\"kind\":\"%s\",\"metadata\":{\"name\":\"p\",\"namespace\":\"team\"},\"spec\":{\"repositories\":[%s]}}"
                      .formatted(kind, rule)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static void assertRefused(ImageDecision decision, ReasonCode code, String part) {
    assertThat(decision.verdict()).isInstanceOf(Verdict.Rejected.class);
    assertThat(decision.verdict().code()).isEqualTo(code);
    assertThat(decision.message()).contains("reason: " + code, part);
    assertThat(decision.replacement()).isEmpty();
  }
}
