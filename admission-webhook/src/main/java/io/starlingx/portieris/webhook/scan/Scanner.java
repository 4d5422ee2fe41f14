/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.scan;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.trust.http.Recorder;
import io.starlingx.portieris.webhook.config.ScanSettings;
import io.starlingx.portieris.webhook.log.EventLog;
import io.starlingx.portieris.webhook.review.ImageJudge;
import io.starlingx.portieris.webhook.review.PolicySource;
import io.starlingx.portieris.webhook.review.PullSecretSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** Scans running pods at intervals, on whichever replica holds the Lease. */
public final class Scanner implements AutoCloseable {

  private static final EventLog LOG = EventLog.of(Scanner.class);
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration TICK = Duration.ofSeconds(1);

  private final BackgroundScan scan;
  private final ScanLease lease;
  private final Duration interval;
  private final BooleanSupplier ready;
  private final ScanObserver observer;
  private final InstantSource clock;
  private final Thread thread;

  /**
   * What a scan asks.
   *
   * @param judge the engine that decides about admissions, too
   * @param recorder hears of outbound requests
   */
  public record Engine(
      PolicySource policies, PullSecretSource pullSecrets, ImageJudge judge, Recorder recorder) {
    public Engine {
      requireNonNull(policies, "policies");
      requireNonNull(pullSecrets, "pullSecrets");
      requireNonNull(judge, "judge");
      requireNonNull(recorder, "recorder");
    }
  }

  private Scanner(
      BackgroundScan scan,
      ScanLease lease,
      Duration interval,
      BooleanSupplier ready,
      ScanObserver observer,
      InstantSource clock) {
    this.scan = scan;
    this.lease = lease;
    this.interval = interval;
    this.ready = ready;
    this.observer = observer;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("scan").start(this::rounds);
  }

  /**
   * Begins; the first scan comes once this replica is ready and holds the Lease.
   *
   * @param namespace where the Lease is
   */
  public static Scanner start(
      KubernetesClient client,
      String namespace,
      ScanSettings settings,
      Engine engine,
      BooleanSupplier ready,
      ScanObserver observer,
      Executor executor,
      InstantSource clock) {
    return start(client, namespace, settings, engine, ready, observer, executor, clock, LEASE);
  }

  static Scanner start(
      KubernetesClient client,
      String namespace,
      ScanSettings settings,
      Engine engine,
      BooleanSupplier ready,
      ScanObserver observer,
      Executor executor,
      InstantSource clock,
      Duration lease) {
    BackgroundScan scan =
        new BackgroundScan(
            new RunningPods(client, settings.namespaces(), settings.excludedNamespaces()),
            engine.policies(),
            engine.pullSecrets(),
            engine.judge(),
            new ReportWriter(client),
            engine.recorder(),
            clock);
    String identity = UUID.randomUUID().toString();
    return new Scanner(
        scan,
        new ScanLease(client, namespace, identity, lease, executor),
        settings.interval(),
        ready,
        observer,
        clock);
  }

  private void rounds() {
    Instant next = Instant.MIN;
    boolean led = false;
    try {
      while (true) {
        boolean leads = lease.isHeld();
        if (leads != led) {
          observer.leads(leads);
          next = Instant.MIN;
          led = leads;
        }
        if (leads && ready.getAsBoolean() && !clock.instant().isBefore(next)) {
          next = clock.instant().plus(interval);
          round();
        }
        Thread.sleep(TICK);
      }
    } catch (InterruptedException e) {
      LOG.info("no more scans", EventLog.fields());
    }
  }

  private void round() {
    try {
      ScanSummary summary =
          scan.run(() -> lease.isHeld() && !Thread.currentThread().isInterrupted());
      observer.ended(summary);
      LOG.info(
          "running pods scanned",
          EventLog.fields()
              .with("pods", summary.pods())
              .with("images", summary.images())
              .with("complete", summary.isComplete())
              .with("ms", summary.took().toMillis()));
    } catch (RuntimeException e) {
      LOG.error("a scan failed", EventLog.fields(), e);
    }
  }

  /** Ends the scan under way and gives the Lease back. */
  @Override
  public void close() {
    thread.interrupt();
    lease.close();
  }
}
