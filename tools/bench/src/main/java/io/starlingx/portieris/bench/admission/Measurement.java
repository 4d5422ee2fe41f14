/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import java.util.Optional;

/**
 * What one load on one server came to.
 *
 * @param against what was called
 * @param before of the server's process, where it is known, as {@code after}
 * @param ownMillis processor time that asking took
 * @param trustRequests that the trust server answered meanwhile
 * @param registryRequests that the registry answered meanwhile
 */
record Measurement(
    String scenario,
    String against,
    Load.Outcome outcome,
    Optional<ProcessUsage> before,
    Optional<ProcessUsage> after,
    long ownMillis,
    long trustRequests,
    long registryRequests) {

  /** Microseconds of the server's processor time for each answer. */
  double cpuMicros() {
    return before.isEmpty() || after.isEmpty()
        ? Double.NaN
        : each(after.get().cpuMillis() - before.get().cpuMillis());
  }

  /** Microseconds of the asking process's processor time for each answer. */
  double ownMicros() {
    return each(ownMillis);
  }

  private double each(long millis) {
    return millis * 1000.0 / outcome.answered();
  }
}
