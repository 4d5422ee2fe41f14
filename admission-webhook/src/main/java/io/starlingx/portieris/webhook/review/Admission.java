/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.ImageDecision;
import io.starlingx.portieris.trust.ImageQuery;
import io.starlingx.portieris.trust.Pinning;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.policy.Mode;
import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.webhook.log.EventLog;
import io.starlingx.portieris.webhook.review.AdmissionResponse.Admitted;
import io.starlingx.portieris.webhook.review.AdmissionResponse.Denied;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/**
 * Answers AdmissionReviews: every image of the object is decided, one refusal refuses the object,
 * and an image that passed is replaced by its digest. Writes nothing into the cluster, so a dry run
 * is an ordinary run. Safe for use by any number of threads.
 */
public final class Admission implements Reviewer {

  /** When in the life of a request the images are looked at. */
  public enum Stage {
    /** Before other webhooks: an image that passes is replaced by its digest. */
    MUTATING,
    /** After all of them: nothing may be changed any more, so an image must be its digest. */
    FINAL
  }

  private static final EventLog LOG = EventLog.of(Admission.class);

  private final Stage stage;
  private final PolicySource policies;
  private final PullSecretSource pullSecrets;
  private final OwnerSource owners;
  private final ContainerVerdicts verdicts;
  private final AuditRecords records = new AuditRecords();
  private final ReviewObserver observer;

  /**
   * For the life of the program.
   *
   * @param executor runs one task for each image; not closed here
   * @param observer hears of every review
   */
  public Admission(
      Stage stage,
      PolicySource policies,
      PullSecretSource pullSecrets,
      OwnerSource owners,
      ImageJudge judge,
      ExecutorService executor,
      ReviewObserver observer) {
    this.stage = requireNonNull(stage, "stage");
    this.policies = requireNonNull(policies, "policies");
    this.pullSecrets = requireNonNull(pullSecrets, "pullSecrets");
    this.owners = requireNonNull(owners, "owners");
    this.verdicts = new ContainerVerdicts(judge, executor);
    this.observer = requireNonNull(observer, "observer");
  }

  @Override
  public byte[] answer(PostedReview posted, Deadline deadline) {
    long start = System.nanoTime();
    WorkloadReview review =
        posted.read(deadline, body -> WorkloadReview.read(body, posted.traceParent()));
    Duration reading = since(start);
    return switch (review) {
      case WorkloadReview.Unusable(String message) -> {
        observer.undecodable(reading);
        LOG.warn("request refused", EventLog.fields().with("cause", message));
        yield posted.refusal(message);
      }
      case WorkloadReview.Usable usable -> {
        ReviewObservation watched = observer.begins(usable.object(), reading);
        AdmissionResponse response = decide(usable, deadline, watched);
        long decided = System.nanoTime();
        byte[] answer =
            ResponseWriter.write(
                usable.apiVersion(), usable.kind(), usable.request().uid(), response);
        watched.answered(since(decided));
        yield answer;
      }
    };
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private AdmissionResponse decide(
      WorkloadReview.Usable review, Deadline deadline, ReviewObservation watched) {
    AdmissionRequest request = review.request();
    try {
      if (review.leavesSpecAsStored()) {
        LOG.info("spec left as stored", about(request));
        return Admitted.UNCHANGED;
      }
      return switch (review.reading()) {
        case WorkloadReading.Found(Workload workload) -> {
          Workload own = workload.without(ownersImages(review, deadline));
          if (own.images().isEmpty()) {
            LOG.info("images of the owner", about(request));
            yield Admitted.UNCHANGED;
          }
          yield decide(request, own, deadline, watched);
        }
        case WorkloadReading.Refused(Denied denial) -> refused(request, denial);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return refused(request, Denied.forbidden("the webhook is stopping"));
    } catch (RuntimeException | Error e) {
      // An Error, too: a failed request would be a permission where failurePolicy is Ignore.
      LOG.error("deciding failed", about(request), e);
      return Denied.internalError();
    }
  }

  private AdmissionResponse decide(
      AdmissionRequest request, Workload workload, Deadline deadline, ReviewObservation watched)
      throws InterruptedException {
    long start = deadline.ticker().getAsLong();
    Optional<PolicySet> known = policies.policies(request.namespace());
    if (known.isEmpty()) {
      return refused(request, Denied.forbidden("the image policies are not loaded yet"));
    }
    RequestContext context = new RequestContext(deadline, watched);
    PullCredentials credentials = pullSecrets.credentials(workload.pod(), context);
    List<ContainerVerdict> decided =
        verdicts.decide(
            workload,
            image ->
                new ImageQuery(
                    image,
                    request.namespace(),
                    known.get(),
                    credentials.store(),
                    request.dryRun(),
                    stage == Stage.FINAL ? Pinning.OVER : Pinning.UNDER_WAY),
            context);
    AdmissionResponse response = response(decided, credentials.problems());
    Duration took = Duration.ofNanos(deadline.ticker().getAsLong() - start);
    decided.forEach(verdict -> LOG.info("image decided", about(request, verdict)));
    LOG.info(
        "object decided",
        about(request)
            .with("allowed", response instanceof Admitted)
            .with("images", decided.size())
            .with("ms", took.toMillis()));
    watched.decided(
        new ObjectDecision(
            response instanceof Admitted,
            response instanceof Denied denied ? denied.message() : "",
            decisions(decided),
            took));
    return response;
  }

  private static List<ImageDecision> decisions(List<ContainerVerdict> decided) {
    List<ImageDecision> decisions = new ArrayList<>(decided.size());
    decided.forEach(verdict -> decisions.add(verdict.decision()));
    return decisions;
  }

  private Set<CarriedImage> ownersImages(WorkloadReview.Usable review, Deadline deadline) {
    return review
        .object()
        .controller()
        .map(owner -> owners.carried(review.request().namespace(), owner, deadline))
        .orElse(Set.of());
  }

  private AdmissionResponse response(List<ContainerVerdict> decided, List<String> problems) {
    Set<String> said = new LinkedHashSet<>();
    Set<String> denials = new LinkedHashSet<>();
    List<ImagePatch> patches = new ArrayList<>();
    problems.forEach(problem -> said.add(Printable.text(problem)));
    for (ContainerVerdict verdict : decided) {
      ImageDecision decision = verdict.decision();
      decision.warnings().forEach(warning -> said.add(Printable.text(warning)));
      if (decision.isTolerated() && decision.mode() == Mode.WARN) {
        String why = "admitted only because the rule's mode is Warn: " + decision.message();
        said.add(Printable.text(why));
      }
      denial(verdict).ifPresent(denials::add);
      decision
          .replacement()
          .ifPresent(image -> patches.add(new ImagePatch(verdict.place().pointer(), image)));
    }
    List<String> warnings = List.copyOf(said);
    return denials.isEmpty()
        ? new Admitted(patches, warnings, records.of(decided))
        : Denied.forbidden("\n" + String.join("\n", denials), warnings, records.of(decided));
  }

  private Optional<String> denial(ContainerVerdict verdict) {
    ImageDecision decision = verdict.decision();
    if (!verdict.admits()) {
      return Optional.of(decision.message());
    }
    return stage == Stage.FINAL
        ? decision
            .replacement()
            .map(
                pinned ->
                    "Deny \""
                        + Printable.text(decision.image())
                        + "\", it is not the content that was verified, "
                        + pinned
                        + ": another webhook changed it, or the one that pins images was not asked"
                        + "\nreason: "
                        + ReasonCode.POLICY)
        : Optional.empty();
  }

  private static Denied refused(AdmissionRequest request, Denied denied) {
    LOG.warn("object refused", about(request).with("cause", denied.message()));
    return denied;
  }

  private static EventLog.Fields about(AdmissionRequest request) {
    return EventLog.fields()
        .with("uid", request.uid())
        .with("operation", request.operation())
        .with("resource", request.resource())
        .with("namespace", request.namespace())
        .with("name", request.name())
        .with("dryRun", request.dryRun());
  }

  private static EventLog.Fields about(AdmissionRequest request, ContainerVerdict verdict) {
    var decision = verdict.decision();
    return EventLog.fields()
        .with("uid", request.uid())
        .with("namespace", request.namespace())
        .with("image", decision.image())
        .with("path", verdict.place().pointer())
        .with("verdict", decision.verdict().code())
        .with("admitted", verdict.admits())
        .with("rule", decision.decidedBy().orElse(""))
        .with("replacement", decision.replacement().orElse(""))
        .with("ms", verdict.took().toMillis());
  }
}
