/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.starlingx.portieris.trust.Identity;
import io.starlingx.portieris.trust.ImageDecision;
import io.starlingx.portieris.trust.ImageQuery;
import io.starlingx.portieris.trust.ImageTrust;
import io.starlingx.portieris.trust.ServerEntry;
import io.starlingx.portieris.trust.TrustSettings;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.notary.TrustAnswer;
import io.starlingx.portieris.trust.notary.TrustRequest;
import io.starlingx.portieris.trust.policy.ImagePolicy;
import io.starlingx.portieris.trust.policy.PolicyReader;
import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.policy.SecretLookup;
import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {

  private static final OwnerSource NO_OWNERS = (namespace, owner, deadline) -> Set.of();
  private static final String HEX = "ab".repeat(32);
  private static final Verdict SIGNED =
      new Verdict.Trusted(Optional.of(new Digest(HEX)), List.of(), Instant.MAX);
  private static final Verdict UNSIGNED =
      new Verdict.Rejected(ReasonCode.NO_SUCH_TARGET, "No valid trust data for latest");

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Integer> asked = new ConcurrentHashMap<>();
  private final Map<String, Verdict> verdicts = new ConcurrentHashMap<>();
  private final List<Boolean> observed = new ArrayList<>();
  private final List<String> credentialProblems = new ArrayList<>();
  private Optional<PolicySet> policies = Optional.of(new PolicySet(List.of(), List.of()));

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  void pinsEverySignedImageOfADeployment() {
    clusterPolicy("{\"name\":\"us.icr.io/*\",\"policy\":{\"trust\":{\"enabled\":true}}}");
    verdicts.put("us.icr.io/hello", SIGNED);
    verdicts.put("us.icr.io/init", SIGNED);
    String object =
        """
        {"spec":{"replicas":0,"template":{"spec":{
          "initContainers":[{"image":"us.icr.io/init"}],
          "containers":[{"image":"us.icr.io/hello"}]}}}}
        """;

    JsonNode response = answer(Reviews.of("apps", "v1", "deployments", "", object));

    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response.path("patchType").asText()).isEqualTo("JSONPatch");
    assertThat(Reviews.patch(response))
        .isEqualTo(
            Reviews.tree(
                """
                [{"op":"replace","path":"/spec/template/spec/initContainers/0/image",
                  "value":"us.icr.io/init@sha256:%s"},
                 {"op":"replace","path":"/spec/template/spec/containers/0/image",
                  "value":"us.icr.io/hello@sha256:%s"}]
                """
                    .formatted(HEX, HEX)));
    assertThat(observed).containsExactly(true);
  }

  @Test
  void leavesARecordForTheAuditLog() {
    clusterPolicy("{\"name\":\"us.icr.io/*\",\"policy\":{\"trust\":{\"enabled\":true}}}");
    verdicts.put("us.icr.io/good", SIGNED);

    JsonNode annotations = answer(pod("us.icr.io/good", "us.icr.io/bad")).path("auditAnnotations");

    assertThat(Reviews.tree(annotations.path("images").asText()))
        .isEqualTo(
            Reviews.tree(
                """
                [{"path":"/spec/containers/0/image","image":"us.icr.io/good","reason":"ALLOW",
                  "rule":"ClusterImagePolicy test, repository us.icr.io/*",
                  "digest":"sha256:%s"},
                 {"path":"/spec/containers/1/image","image":"us.icr.io/bad",
                  "reason":"NO_SUCH_TARGET",
                  "rule":"ClusterImagePolicy test, repository us.icr.io/*"}]
                """
                    .formatted(HEX)));
  }

  @ParameterizedTest
  @CsvSource({"Warn, 1", "Audit, 0"})
  void admitsWhatATolerantRuleRefusesAndTellsOf(String mode, int warnings) {
    clusterPolicy(
        "{\"name\":\"us.icr.io/*\",\"mode\":\"%s\",\"policy\":{\"trust\":{\"enabled\":true}}}"
            .formatted(mode));

    JsonNode response = answer(pod("us.icr.io/bad"));

    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response.has("patch")).isFalse();
    assertThat(response.path("warnings")).hasSize(warnings);
    response
        .path("warnings")
        .forEach(
            warning ->
                assertThat(warning.asText())
                    .startsWith("admitted only because the rule's mode is Warn: trust: policy")
                    .endsWith(" reason: NO_SUCH_TARGET"));
    assertThat(Reviews.tree(response.path("auditAnnotations").path("images").asText()))
        .isEqualTo(
            Reviews.tree(
                """
                [{"path":"/spec/containers/0/image","image":"us.icr.io/bad",
                  "reason":"NO_SUCH_TARGET","rule":"ClusterImagePolicy test, repository us.icr.io/*",
                  "mode":"%s"}]
                """
                    .formatted(mode)));
    assertThat(observed).containsExactly(true);
  }

  @Test
  void anExemptionIsOnRecord() {
    ImagePolicy policy =
        PolicyReader.read(
            Reviews.tree(
                """
                {"kind":"ClusterImagePolicy","metadata":{"name":"e"},"spec":{"exemptions":[
                  {"image":"us.icr.io/a@sha256:%s","reason":"incident 7","until":"2999-01-01T00:00:00Z"}]}}
                """
                    .formatted(HEX)));
    policies = Optional.of(new PolicySet(List.of(), List.of(policy)));

    JsonNode response = answer(pod("us.icr.io/a@sha256:" + HEX));

    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(
            Reviews.tree(response.path("auditAnnotations").path("images").asText())
                .path(0)
                .path("exemption"))
        .isEqualTo(
            Reviews.tree(
                """
                {"policy":"ClusterImagePolicy e","reason":"incident 7",
                 "until":"2999-01-01T00:00:00Z"}
                """));
  }

  @Test
  void aMandatoryRuleIsOnRecordBesideTheNamespaces() {
    ImagePolicy own =
        PolicyReader.read(
            Reviews.tree(
                """
                {"kind":"ImagePolicy","metadata":{"name":"own","namespace":"default"},
                 "spec":{"repositories":[{"name":"*"}]}}
                """));
    clusterPolicy(
        "{\"name\":\"us.icr.io/*\",\"mandatory\":true,\"policy\":{\"trust\":{\"enabled\":true}}}");
    policies =
        Optional.of(new PolicySet(List.of(own), policies.orElseThrow().cluster().policies()));
    verdicts.put("us.icr.io/good", SIGNED);

    JsonNode response = answer(pod("us.icr.io/good"));

    assertThat(response.has("patch")).isTrue();
    JsonNode record =
        Reviews.tree(response.path("auditAnnotations").path("images").asText()).path(0);
    assertThat(record.path("rule").asText()).isEqualTo("ImagePolicy default/own, repository *");
    assertThat(record.path("mandatoryRule").asText())
        .isEqualTo("ClusterImagePolicy test, repository us.icr.io/*");
    assertThat(message(pod("us.icr.io/bad"))).contains("reason: NO_SUCH_TARGET");
  }

  @Test
  void echoesTheUidAndTheReviewsTypeAndNeverTheObject() {
    byte[] answer = admission().answer(bytes(pod("us.icr.io/hello")), patiently());

    JsonNode review = Reviews.tree(new String(answer, UTF_8));
    assertThat(review.path("apiVersion").asText()).isEqualTo("admission.k8s.io/v1");
    assertThat(review.path("kind").asText()).isEqualTo("AdmissionReview");
    assertThat(review.path("response").path("uid").asText())
        .isEqualTo("705ab4f5-6393-11e8-b7cc-42010a800002");
    assertThat(review.has("request")).isFalse();
  }

  @Test
  void deniesWithoutAnyPolicyAsForbidden() {
    JsonNode response = answer(pod("us.icr.io/hello"));

    assertThat(response.path("allowed").asBoolean()).isFalse();
    assertThat(response.path("status"))
        .isEqualTo(
            Reviews.tree(
                """
                {"status":"Failure","reason":"Forbidden","code":403,
                 "message":"\\nDeny \\"us.icr.io/hello\\", no image policies or cluster polices\\nreason: POLICY"}
                """));
    assertThat(response.has("patch")).isFalse();
    assertThat(observed).containsExactly(false);
  }

  @Test
  void aDryRunIsJudgedAsOne() {
    List<Boolean> dryRuns = Collections.synchronizedList(new ArrayList<>());
    clusterPolicy("{\"name\":\"us.icr.io/*\",\"policy\":{}}");
    Admission admission =
        admission(
            (query, context) -> {
              dryRuns.add(query.dryRun());
              return decision(query.image());
            });

    admission.answer(bytes(pod("us.icr.io/hello")), patiently());
    admission.answer(
        bytes(pod("us.icr.io/hello").replace("\"dryRun\":false", "\"dryRun\":true")), patiently());

    assertThat(dryRuns).containsExactly(false, true);
  }

  @Test
  void admitsUnmodifiedWhereTheRuleChecksNothing() {
    clusterPolicy("{\"name\":\"us.icr.io/*\",\"policy\":{}}");

    JsonNode response = answer(pod("us.icr.io/hello"));

    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response.has("patch")).isFalse();
  }

  @Test
  void deniesAnInvalidName() {
    clusterPolicy("{\"name\":\"us.icr.io/*\",\"policy\":{}}");

    assertThat(message(pod("us.icr.io/?")))
        .startsWith("\nDeny \"us.icr.io/?\", invalid image name");
  }

  @Test
  void oneRefusedImageRefusesTheObjectAndEveryRefusalIsNamed() {
    clusterPolicy("{\"name\":\"us.icr.io/*\",\"policy\":{\"trust\":{\"enabled\":true}}}");
    verdicts.put("us.icr.io/good", SIGNED);
    verdicts.put("us.icr.io/bad", UNSIGNED);

    String review = pod("us.icr.io/good", "us.icr.io/bad", "us.icr.io/?", "us.icr.io/good");
    JsonNode response = answer(review);

    assertThat(response.path("allowed").asBoolean()).isFalse();
    assertThat(response.has("patch")).isFalse();
    assertThat(response.path("status").path("message").asText())
        .contains(
            "trust: policy denied the request: Deny \"us.icr.io/bad\", failed to get content trust"
                + " information: No valid trust data for latest")
        .contains("Deny \"us.icr.io/?\", invalid image name")
        .doesNotContain("good");
  }

  /** A refusal must survive the same repository passing under another tag, in either order. */
  @Test
  void aLaterPassDoesNotEraseARefusal() {
    clusterPolicy("{\"name\":\"us.icr.io/*\",\"policy\":{\"trust\":{\"enabled\":true}}}");
    verdicts.put("us.icr.io/app:bad", UNSIGNED);
    verdicts.put("us.icr.io/app", SIGNED);

    assertThat(answer(pod("us.icr.io/app:bad", "us.icr.io/app")).path("allowed").asBoolean())
        .isFalse();
    assertThat(answer(pod("us.icr.io/app", "us.icr.io/app:bad")).path("allowed").asBoolean())
        .isFalse();
  }

  @Test
  void saysThatTheTrustServerIsUnavailable() {
    clusterPolicy("{\"name\":\"us.icr.io/*\",\"policy\":{\"trust\":{\"enabled\":true}}}");
    verdicts.put(
        "us.icr.io/hello",
        new Verdict.Unavailable(ReasonCode.UNAVAILABLE, "no answer", OptionalInt.of(0)));

    assertThat(message(pod("us.icr.io/hello")))
        .startsWith(
            "\ntrust: Deny \"us.icr.io/hello\", failed to get content trust information: unable to"
                + " reach trust server at this time: 0.");
  }

  @Test
  void asksOncePerDistinctImage() {
    clusterPolicy("{\"name\":\"us.icr.io/*\",\"policy\":{\"trust\":{\"enabled\":true}}}");
    verdicts.put("us.icr.io/hello", SIGNED);

    JsonNode response = answer(pod("us.icr.io/hello", "us.icr.io/hello"));

    assertThat(asked).containsExactly(Map.entry("us.icr.io/hello", 1));
    assertThat(Reviews.patch(response)).hasSize(2);
  }

  @Test
  void decidesAllImagesAtTheSameTime() {
    CyclicBarrier allThere = new CyclicBarrier(3);
    ImageJudge judge =
        (query, context) -> {
          await(allThere);
          return decision(query.image());
        };

    assertThat(
            answer(admission(judge), pod("a", "b", "c"), patiently()).path("allowed").asBoolean())
        .isTrue();
  }

  @Test
  void decidesWhatIsKnownWithoutAskingAndAsksTheRest() {
    List<String> questions = new CopyOnWriteArrayList<>();
    ImageJudge judge =
        new ImageJudge() {
          @Override
          public ImageDecision decide(ImageQuery query, RequestContext context) {
            questions.add(query.image());
            return AdmissionTest.decision(query.image());
          }

          @Override
          public Optional<ImageDecision> known(ImageQuery query, RequestContext context) {
            return Optional.of(query.image())
                .filter(image -> image.startsWith("known"))
                .map(AdmissionTest::decision);
          }
        };

    JsonNode response = answer(admission(judge), pod("known-a", "b", "known-c"), patiently());

    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(questions).containsExactly("b");
  }

  @Test
  void deniesByTheDeadlineWhenAJudgeDoesNotReturn() {
    CountDownLatch never = new CountDownLatch(1);
    ImageJudge judge =
        (query, context) -> {
          await(never);
          return decision(query.image());
        };

    JsonNode response =
        answer(admission(judge), pod("us.icr.io/hello"), Deadline.after(Duration.ofMillis(1)));

    assertThat(response.path("status").path("message").asText())
        .isEqualTo("\nDeny \"us.icr.io/hello\", no answer in time\nreason: UNAVAILABLE");
  }

  @Test
  void deniesWhenAJudgeFails() {
    ImageJudge judge =
        (query, context) -> {
          throw new IllegalStateException("broken");
        };

    assertThat(
            answer(admission(judge), pod("a"), patiently()).path("status").path("message").asText())
        .isEqualTo("\nDeny \"a\", internal error\nreason: INTERNAL");
  }

  @Test
  void answersWithTheUidWhenReadingPoliciesFails() {
    assertRefusedWithItsUid(
        namespace -> {
          throw new IllegalStateException("broken");
        });
    assertRefusedWithItsUid(
        namespace -> {
          throw new NoClassDefFoundError("broken");
        });
  }

  private void assertRefusedWithItsUid(PolicySource broken) {
    Admission admission =
        new Admission(
            Admission.Stage.MUTATING,
            broken,
            this::credentials,
            NO_OWNERS,
            trust()::decide,
            executor,
            ReviewObserver.none());

    JsonNode response = answer(admission, pod("a"), patiently());

    assertThat(response.path("uid").asText()).isNotEmpty();
    assertThat(response.path("allowed").asBoolean()).isFalse();
    assertThat(response.path("status").path("code").asInt()).isEqualTo(500);
  }

  @Test
  void deniesUntilPoliciesAreLoaded() {
    policies = Optional.empty();

    assertThat(message(pod("a"))).isEqualTo("the image policies are not loaded yet");
  }

  @Test
  void tellsThatAPullSecretCouldNotBeUsed() {
    clusterPolicy("{\"name\":\"*\",\"policy\":{}}");
    credentialProblems.add("pull secret team-a/regcred not found");

    assertThat(answer(pod("a")).path("warnings").get(0).asText())
        .isEqualTo("pull secret team-a/regcred not found");
  }

  @Test
  void aPolicyWithAnUnknownFieldDeniesWhatItMatches() {
    clusterPolicy("{\"name\":\"*\",\"policy\":{\"trust\":{\"enable\":true}}}");

    assertThat(message(pod("a")))
        .contains("ClusterImagePolicy test, repository * cannot be used")
        .contains("spec.repositories[0].policy.trust.enable: unknown field");
  }

  @Test
  void answersABodyThatIsNoReviewWithoutUid() {
    JsonNode response = answer("garbage");

    assertThat(response.path("uid").asText()).isEmpty();
    assertThat(response.path("allowed").asBoolean()).isFalse();
    assertThat(response.path("status").path("code").asInt()).isEqualTo(400);
    assertThat(response.path("status").path("message").asText())
        .startsWith("bad request, unable to decode admission review body: ");
    assertThat(observed).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "400, BadRequest",
    "408, Timeout",
    "413, RequestEntityTooLarge",
    "429, TooManyRequests"
  })
  void aRequestThatWasNotReadIsRefusedWithItsOwnCode(int code, String reason) {
    JsonNode status = Reviews.response(Admission.refusal(code, "too much")).path("status");

    assertThat(status.path("code").asInt()).isEqualTo(code);
    assertThat(status.path("reason").asText()).isEqualTo(reason);
  }

  @Test
  void doesNotCountAnUnsupportedResource() {
    answer(Reviews.of("batch.volcano.sh", "v1", "jobs", "", "{}"));

    assertThat(observed).isEmpty();
  }

  private static String pod(String... images) {
    StringBuilder containers = new StringBuilder();
    for (String image : images) {
      containers.append(containers.isEmpty() ? "" : ",").append("{\"image\":\"" + image + "\"}");
    }
    return Reviews.pod("\"containers\":[" + containers + "]");
  }

  private void clusterPolicy(String repository) {
    ImagePolicy policy =
        PolicyReader.read(
            Reviews.tree(
                "{\"kind\":\"ClusterImagePolicy\",\"metadata\":{\"name\":\"test\"},"
                    + "\"spec\":{\"repositories\":["
                    + repository
                    + "]}}"));
    policies = Optional.of(new PolicySet(List.of(), List.of(policy)));
  }

  private String message(String review) {
    return answer(review).path("status").path("message").asText();
  }

  private JsonNode answer(String review) {
    return answer(admission(), review, patiently());
  }

  private static JsonNode answer(Admission admission, String review, Deadline deadline) {
    return Reviews.response(admission.answer(bytes(review), deadline));
  }

  private Admission admission() {
    return admission(trust()::decide);
  }

  private Admission admission(ImageJudge judge) {
    return new Admission(
        Admission.Stage.MUTATING,
        namespace -> policies,
        this::credentials,
        NO_OWNERS,
        judge,
        executor,
        DecidedObjects.into(observed));
  }

  private PullCredentials credentials(PodIdentity pod, RequestContext context) {
    return new PullCredentials(CredentialStore.empty(), credentialProblems);
  }

  /** The real engine, with a verifier that knows its answers. */
  private ImageTrust trust() {
    TrustSettings settings =
        new TrustSettings(
            List.<Identity>of(),
            List.of(
                new ServerEntry("defaults", List.of(URI.create("https://notary.test")), List.of())),
            true,
            false,
            List.of(),
            "portieris",
            deadline -> CredentialStore.empty(),
            Duration.ZERO);
    return new ImageTrust(
        settings,
        (namespace, name, context) -> new SecretLookup.Missing(),
        this::verify,
        (request, context) -> UNSIGNED,
        executor,
        InstantSource.system());
  }

  private TrustAnswer verify(TrustRequest request, RequestContext context) {
    String image = request.image().raw();
    asked.merge(image, 1, Integer::sum);
    return TrustAnswer.current(verdicts.getOrDefault(image, UNSIGNED));
  }

  private static ImageDecision decision(String image) {
    return new ImageDecision(image, Optional.empty(), SIGNED, "", Optional.empty(), List.of());
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Deadline patiently() {
    return Deadline.after(Duration.ofMinutes(2));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
