/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.helm;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits until Jobs are complete, as Flux lets Helm do. Helm within this program does not do so
 * itself.
 *
 * @see <a href="https://fluxcd.io/flux/components/helm/helmreleases/#install-configuration">Flux,
 *     Helm Releases: disableWaitForJobs</a>
 */
final class JobWait {

  private static final Duration LOOK = Duration.ofSeconds(1);

  private final KubernetesClient client;
  private final BooleanSupplier isInterrupted;

  /**
   * @param isInterrupted whether to stop waiting
   */
  JobWait(KubernetesClient client, BooleanSupplier isInterrupted) {
    this.client = client;
    this.isInterrupted = isInterrupted;
  }

  /**
   * Waits for all Jobs among the objects.
   *
   * @param limit the longest, for all of them
   * @throws HelmFailure when one has failed, or is not complete in time
   */
  void await(List<GenericKubernetesResource> objects, Duration limit) throws HelmFailure {
    long begin = System.nanoTime();
    for (GenericKubernetesResource object : objects) {
      if (object.getKind().equals("Job") && object.getApiVersion().startsWith("batch/")) {
        await(object, limit.minusNanos(System.nanoTime() - begin));
      }
    }
  }

  private void await(GenericKubernetesResource job, Duration limit) throws HelmFailure {
    String name = job.getMetadata().getNamespace() + "/" + job.getMetadata().getName();
    long begin = System.nanoTime();
    for (Duration left = limit; ; left = limit.minusNanos(System.nanoTime() - begin)) {
      if (isInterrupted.getAsBoolean()) {
        throw failure("waiting for Job " + name + " was interrupted");
      }
      try {
        Optional<Job> ended =
            Optional.ofNullable(
                client
                    .batch()
                    .v1()
                    .jobs()
                    .inNamespace(job.getMetadata().getNamespace())
                    .withName(job.getMetadata().getName())
                    .waitUntilCondition(
                        JobWait::isEnded,
                        Math.clamp(left.toMillis(), 1, LOOK.toMillis()),
                        TimeUnit.MILLISECONDS));
        Optional<JobCondition> failed = ended.flatMap(found -> condition(found, "Failed"));
        if (failed.isPresent()) {
          throw failure("Job %s has failed: %s".formatted(name, failed.get().getMessage()));
        }
        return;
      } catch (KubernetesClientTimeoutException e) {
        if (!left.minus(LOOK).isPositive()) {
          throw failure("timed out waiting for Job " + name + " to complete");
        }
      }
    }
  }

  /** One that is gone has been complete, and was cleared away. */
  private static boolean isEnded(@Nullable Job job) {
    return job == null
        || condition(job, "Complete").isPresent()
        || condition(job, "Failed").isPresent();
  }

  private static Optional<JobCondition> condition(Job job, String type) {
    return Optional.ofNullable(job.getStatus()).stream()
        .flatMap(status -> status.getConditions().stream())
        .filter(c -> c.getType().equals(type) && c.getStatus().equals("True"))
        .findFirst();
  }

  private static HelmFailure failure(String message) {
    return HelmFailure.of(new IllegalStateException(message));
  }
}
