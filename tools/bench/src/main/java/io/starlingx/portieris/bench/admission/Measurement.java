/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What loads on one server came to.
 *
 * @param against what was called
 * @param cpuMillis processor time of the server's process meanwhile, where it is known
 * @param after of that process, afterwards
 * @param ownMillis processor time that asking took
 * @param trustRequests that the trust server answered meanwhile
 * @param registryRequests that the registry answered meanwhile
 * @param machineLoad average of the machine in the minute before the end
 */
record Measurement(
    String scenario,
    String against,
    Load.Outcome outcome,
    OptionalLong cpuMillis,
    Optional<ProcessUsage> after,
    long ownMillis,
    long trustRequests,
    long registryRequests,
    double machineLoad) {

  /** This and what the same server was measured to do next. */
  Measurement plus(Measurement next) {
    return new Measurement(
        scenario,
        against,
        outcome.plus(next.outcome),
        cpuMillis.isEmpty()
            ? next.cpuMillis
            : OptionalLong.of(cpuMillis.getAsLong() + next.cpuMillis.orElse(0)),
        next.after,
        ownMillis + next.ownMillis,
        trustRequests + next.trustRequests,
        registryRequests + next.registryRequests,
        next.machineLoad);
  }

  /** Microseconds of the server's processor time for each answer. */
  double cpuMicros() {
    return cpuMillis.isEmpty() ? Double.NaN : each(cpuMillis.getAsLong());
  }

  /** Microseconds of the asking process's processor time for each answer. */
  double ownMicros() {
    return each(ownMillis);
  }

  private double each(long millis) {
    return millis * 1000.0 / outcome.answered();
  }
}
