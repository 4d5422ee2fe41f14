/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.scan;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.trust.ImageDecision;
import io.starlingx.portieris.trust.ImageQuery;
import io.starlingx.portieris.trust.Pinning;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.Recorder;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.webhook.log.EventLog;
import io.starlingx.portieris.webhook.review.ImageJudge;
import io.starlingx.portieris.webhook.review.PodIdentity;
import io.starlingx.portieris.webhook.review.PolicySource;
import io.starlingx.portieris.webhook.review.PullSecretSource;
import io.starlingx.portieris.webhook.review.RunningPod;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Asks about the images of running pods what an admission would ask, one after the other, and
 * reports the answers. Nothing is done to a pod. As a side effect, caches are warm.
 */
final class BackgroundScan {

  private static final EventLog LOG = EventLog.of(BackgroundScan.class);

  /** Longest that one image may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final int MAX_REMEMBERED = 10_000;
  private static final int MAX_LOGGED = 100;

  private record Question(String image, PodIdentity pod) {}

  private final RunningPods pods;
  private final PolicySource policies;
  private final PullSecretSource pullSecrets;
  private final ImageJudge judge;
  private final ReportWriter reports;
  private final Recorder recorder;
  private final InstantSource clock;

  BackgroundScan(
      RunningPods pods,
      PolicySource policies,
      PullSecretSource pullSecrets,
      ImageJudge judge,
      ReportWriter reports,
      Recorder recorder,
      InstantSource clock) {
    this.pods = requireNonNull(pods, "pods");
    this.policies = requireNonNull(policies, "policies");
    this.pullSecrets = requireNonNull(pullSecrets, "pullSecrets");
    this.judge = requireNonNull(judge, "judge");
    this.reports = requireNonNull(reports, "reports");
    this.recorder = requireNonNull(recorder, "recorder");
    this.clock = requireNonNull(clock, "clock");
  }

  /** Looks at every pod once, for as long as {@code goOn} says so. */
  ScanSummary run(BooleanSupplier goOn) {
    Instant start = clock.instant();
    Round round = new Round();
    boolean complete = false;
    try {
      reports.lookForKind();
      pods.forEach(
          pod -> {
            round.scan(pod);
            return goOn.getAsBoolean();
          });
      complete = goOn.getAsBoolean();
    } catch (KubernetesClientException e) {
      LOG.warn(
          "running pods could not be listed",
          EventLog.fields().with("cause", String.valueOf(e.getMessage())));
    }
    Duration took = Duration.between(start, clock.instant());
    return new ScanSummary(round.pods, round.outcomes, round.failedReports, complete, start, took);
  }

  /** What is known within one scan: equal questions have equal answers. */
  private final class Round {
    private final Map<Question, ImageDecision> known = new LinkedHashMap<>();
    private final Map<ScanOutcome, Integer> outcomes = new EnumMap<>(ScanOutcome.class);
    private int pods;
    private int failedReports;
    private int logged;

    private void scan(RunningPod pod) {
      Optional<PolicySet> current = policies.policies(pod.namespace());
      if (current.isEmpty()) {
        return;
      }
      List<ScannedImage> images = new ArrayList<>();
      for (String image : pod.images()) {
        images.add(ScannedImage.of(decision(image, pod.identity(), current.get())));
      }
      images.forEach(image -> outcomes.merge(image.outcome(), 1, Integer::sum));
      images.forEach(image -> log(pod, image));
      if (!reports.write(pod, images)) {
        failedReports++;
      }
      pods++;
    }

    private ImageDecision decision(String image, PodIdentity pod, PolicySet policies) {
      Question question = new Question(image, pod);
      ImageDecision earlier = known.get(question);
      if (earlier != null) {
        return earlier;
      }
      RequestContext context = RequestContext.background(Deadline.after(PATIENCE), recorder);
      ImageQuery query =
          new ImageQuery(
              image,
              pod.namespace(),
              policies,
              pullSecrets.credentials(pod, context).store(),
              false,
              Pinning.OVER);
      ImageDecision decision = judge.decide(query, context);
      if (known.size() < MAX_REMEMBERED) {
        known.put(question, decision);
      }
      return decision;
    }

    private void log(RunningPod pod, ScannedImage image) {
      boolean isNews = image.outcome() == ScanOutcome.FAIL || image.outcome() == ScanOutcome.ERROR;
      if (isNews && logged++ < MAX_LOGGED) {
        LOG.warn(
            "a running image would not be admitted now",
            EventLog.fields()
                .with("namespace", pod.namespace())
                .with("pod", pod.name())
                .with("image", image.decision().image())
                .with("reason", image.decision().verdict().code())
                .with("rule", image.decision().decidedBy().orElse("")));
      }
    }
  }
}
