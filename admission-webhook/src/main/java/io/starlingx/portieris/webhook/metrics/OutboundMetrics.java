/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.starlingx.portieris.trust.http.Peer;
import io.starlingx.portieris.trust.http.RequestRecord;
import io.starlingx.portieris.webhook.metrics.PhaseTimers.Phase;
import java.util.Locale;

/** Counts and times requests to registries, trust servers and the like. */
final class OutboundMetrics {

  private final MeterRegistry registry;
  private final PhaseTimers phases;
  private final HostLabels hosts;

  OutboundMetrics(MeterRegistry registry, PhaseTimers phases, HostLabels hosts) {
    this.registry = registry;
    this.phases = phases;
    this.hosts = hosts;
  }

  void record(RequestRecord request) {
    String peer = request.peer().name().toLowerCase(Locale.ROOT);
    if (request.cached()) {
      Counter.builder("portieris.outbound.avoided")
          .description("Requests that were not sent because a cache held their answer")
          .tag("peer", peer)
          .register(registry)
          .increment();
      return;
    }
    phases.record(phase(request.peer()), request.outcome(), request.took());
    Counter.builder("portieris.outbound.requests")
        .description("Requests sent")
        .tag("peer", peer)
        .tag("host", hosts.of(request.url()))
        .tag("outcome", request.outcome().name().toLowerCase(Locale.ROOT))
        .register(registry)
        .increment();
  }

  private static Phase phase(Peer peer) {
    return switch (peer) {
      case TRUST_SERVER -> Phase.TRUST_SERVER;
      case REGISTRY -> Phase.REGISTRY;
      case SIGNATURE_STORE -> Phase.SIGNATURE_STORE;
      case TOKEN_SERVICE -> Phase.TOKEN_SERVICE;
    };
  }
}
