/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.flux;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.starlingx.portieris.framework.helm.HelmFailure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * How long to wait for what Flux does.
 *
 * @param limit the longest
 * @param isAborted whether somebody has asked for the end meanwhile
 */
record Patience(Duration limit, BooleanSupplier isAborted) {

  private static final Duration LOOK = Duration.ofSeconds(2);

  /**
   * Waits until the object fulfils the condition.
   *
   * @param condition gets null for an object that does not exist
   * @return false when the longest time is over
   * @throws HelmFailure when somebody has asked for the end
   */
  boolean await(
      Resource<GenericKubernetesResource> object, Predicate<GenericKubernetesResource> condition)
      throws HelmFailure {
    long begin = System.nanoTime();
    for (Duration left = limit;
        left.isPositive();
        left = limit.minusNanos(System.nanoTime() - begin)) {
      if (isAborted.getAsBoolean()) {
        String message = "operation aborted by user";
        throw new HelmFailure(message, new IllegalStateException(message));
      }
      try {
        object.waitUntilCondition(
            condition, Math.min(LOOK.toMillis(), left.toMillis()), TimeUnit.MILLISECONDS);
        return true;
      } catch (KubernetesClientTimeoutException e) {
        // Nobody has asked for the end yet, perhaps.
      }
    }
    return false;
  }
}
