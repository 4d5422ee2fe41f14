/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.starlingx.portieris.trust.http.TransportObserver;
import java.time.Duration;
import java.util.Locale;

/** Counts how hosts bear the requests sent to them, and hands on everything that it hears. */
final class HostMetrics implements TransportObserver {

  private final MeterRegistry registry;
  private final HostLabels hosts;
  private final TransportObserver next;

  HostMetrics(MeterRegistry registry, HostLabels hosts, TransportObserver next) {
    this.registry = registry;
    this.hosts = hosts;
    this.next = next;
  }

  @Override
  public void opened(String host, String cause) {
    Counter.builder("portieris.outbound.opened")
        .description("Times that a silent host began to be left alone")
        .tag("host", hosts.ofHost(host))
        .register(registry)
        .increment();
    next.opened(host, cause);
  }

  @Override
  public void closed(String host) {
    next.closed(host);
  }

  @Override
  public void refused(String host, Refusal why) {
    Counter.builder("portieris.outbound.refused")
        .description("Requests that were not sent, to spare a host and those who wait for it")
        .tag("host", hosts.ofHost(host))
        .tag("reason", why.name().toLowerCase(Locale.ROOT))
        .register(registry)
        .increment();
    next.refused(host, why);
  }

  @Override
  public void ended(String host, boolean answered, Duration took) {
    next.ended(host, answered, took);
  }
}
