/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.OptionalLong;

/** Measures a load: what the server, those around it and the asker spend meanwhile. */
final class Meter {

  private final Lab lab;

  Meter(Lab lab) {
    this.lab = lab;
  }

  /** What is measured. */
  interface Run {
    Load.Outcome run() throws IOException, InterruptedException;
  }

  Measurement measure(String scenario, Target target, Run run)
      throws IOException, InterruptedException {
    long own = ProcessHandle.current().pid();
    long trust = lab.trustRequests().count();
    long registry = lab.registryRequests().count();
    Optional<ProcessUsage> before = usage(target);
    long ownBefore = ProcessUsage.of(own).cpuMillis();
    Load.Outcome outcome = run.run();
    long ownMillis = ProcessUsage.of(own).cpuMillis() - ownBefore;
    Optional<ProcessUsage> after = usage(target);
    return new Measurement(
        scenario,
        target.name(),
        outcome,
        before.isPresent() && after.isPresent()
            ? OptionalLong.of(after.get().cpuMillis() - before.get().cpuMillis())
            : OptionalLong.empty(),
        after,
        ownMillis,
        lab.trustRequests().count() - trust,
        lab.registryRequests().count() - registry,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static Optional<ProcessUsage> usage(Target target) throws IOException {
    return target.pid().isPresent()
        ? Optional.of(ProcessUsage.of(target.pid().getAsLong()))
        : Optional.empty();
  }
}
