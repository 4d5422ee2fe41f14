/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.framework.diagnosis.Diagnosis;
import io.starlingx.portieris.framework.helm.HelmFailure;
import io.starlingx.portieris.framework.helm.ReleaseEngine;
import io.starlingx.portieris.framework.manifest.HelmRelease;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Waits for what an engine does with a release. Meanwhile it tells what holds the release up, and
 * gives way to an abort: the engine is asked to end, then made to.
 */
final class EngineWait {

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final int POLLS_PER_LOOK = 5;

  /** How long an engine may take to end in order. */
  private static final int POLLS_OF_GRACE = 10;

  /** How long it may take to end in any way; one that does not is left to itself. */
  private static final int LAST_POLL = 15;

  private final Duration poll;
  private final Function<HelmRelease, Optional<String>> obstacle;
  private final Interruption interruption;

  /**
   * @param poll how often to ask for an abort
   * @param obstacle tells what holds a release up
   */
  EngineWait(
      Duration poll, Function<HelmRelease, Optional<String>> obstacle, Interruption interruption) {
    this.poll = poll;
    this.obstacle = obstacle;
    this.interruption = interruption;
  }

  static EngineWait on(KubernetesClient client, ReleaseEngine engine) {
    return new EngineWait(POLL, release -> obstacle(client, release), engine::interrupt);
  }

  /** Ends what an engine does. */
  @FunctionalInterface
  interface Interruption {
    void now(boolean isForced);
  }

  /** None when the cluster does not tell: the wait goes on without. */
  private static Optional<String> obstacle(KubernetesClient client, HelmRelease release) {
    try {
      return Diagnosis.worst(new Diagnosis(client).of(List.of(release)));
    } catch (HelmFailure | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** What an engine does. */
  @FunctionalInterface
  interface EngineCall<T> {
    T run() throws HelmFailure;
  }

  <T> T until(HelmRelease release, EngineCall<T> call, Steps steps)
      throws HelmFailure, OperationFailure {
    FutureTask<T> task = new FutureTask<>(call::run);
    Thread.ofPlatform().daemon().name("release-" + release.name()).start(task);
    String told = "";
    int pollsSinceAbort = 0;
    for (int polls = 1; ; polls++) {
      try {
        return task.get(poll.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (steps.isAborted()) {
          if (++pollsSinceAbort > LAST_POLL) {
            throw new OperationFailure(ProgressText.ABORTED_BY_USER);
          }
          interruption.now(pollsSinceAbort > POLLS_OF_GRACE);
        }
        if (polls % POLLS_PER_LOOK == 0) {
          String now = obstacle.apply(release).orElse(told);
          if (!now.equals(told)) {
            steps.heldUpBy(now);
            told = now;
          }
        }
      } catch (ExecutionException e) {
        HelmFailure failure = failure(e);
        if (steps.isAborted()) {
          throw new OperationFailure(ProgressText.ABORTED_BY_USER, failure);
        }
        throw failure;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new OperationFailure("interrupted", e);
      }
    }
  }

  private static HelmFailure failure(ExecutionException e) {
    return switch (e.getCause()) {
      case HelmFailure failure -> failure;
      case RuntimeException unexpected -> throw unexpected;
      case Error error -> throw error;
      case null, default -> throw new IllegalStateException(e);
    };
  }
}
