/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Spares everybody the wait for a host that does not answer. After {@value #FAILURES} requests in a
 * row without an answer the circuit is open: nothing is sent for {@link #REST}. Then one request
 * tries, and its end decides for all others. An answer of any kind closes the circuit: only silence
 * costs time. A port with TLS and the same without are two hosts here: who asks the one in the
 * wrong way learns nothing about the other.
 */
final class CircuitBreaker {

  static final int FAILURES = 5;
  static final Duration REST = Duration.ofSeconds(5);

  private static final int MAX_HOSTS = 1_000;

  private final Cache<Origin, Circuit> circuits =
      Caffeine.newBuilder().executor(Runnable::run).maximumSize(MAX_HOSTS).build();
  private final LongSupplier ticker;
  private final TransportObserver observer;

  CircuitBreaker(LongSupplier ticker, TransportObserver observer) {
    this.ticker = requireNonNull(ticker, "ticker");
    this.observer = requireNonNull(observer, "observer");
  }

  /** Whether a host may be asked now. */
  sealed interface Entry {

    /** It may; whoever asks closes the pass with the outcome. */
    record Passed(Pass pass) implements Entry {}

    /**
     * It may not.
     *
     * @param message for people: why, and for how long
     */
    record Refused(String message) implements Entry {}
  }

  /** How a request that was let through ended. */
  enum Outcome {
    ANSWERED,
    SILENT,
    /** It did not get as far as the host, or gave it no fair time. */
    UNTRIED
  }

  /** The right to send one request. */
  interface Pass {

    /** Ends it; {@code cause} says for people why there was no answer. */
    void end(Outcome outcome, String cause);
  }

  /** Whether the host has left no request unanswered since its last answer. */
  boolean isQuiet(Origin host) {
    return circuits.getIfPresent(host) == null;
  }

  Entry enter(Origin host) {
    Circuit circuit = circuits.getIfPresent(host);
    return circuit == null ? new Entry.Passed(pass(host, false)) : enter(host, circuit);
  }

  private Entry enter(Origin host, Circuit circuit) {
    synchronized (circuit) {
      if (!circuit.open) {
        return new Entry.Passed(pass(host, false));
      }
      long rest = circuit.restUntil - ticker.getAsLong();
      if (rest > 0 || circuit.onTrial) {
        return new Entry.Refused(refusal(circuit.cause, rest));
      }
      circuit.onTrial = true;
      return new Entry.Passed(pass(host, true));
    }
  }

  private static String refusal(String cause, long rest) {
    String when =
        rest > 0
            ? "it is asked again in " + Duration.ofNanos(rest).plusMillis(999).toSeconds() + " s"
            : "it is being asked again";
    return cause + ", as the last " + FAILURES + " times; " + when;
  }

  private Pass pass(Origin host, boolean trial) {
    return (outcome, cause) -> {
      switch (outcome) {
        case ANSWERED -> answered(host);
        case SILENT -> silent(host, trial, cause);
        case UNTRIED -> untried(host, trial);
      }
    };
  }

  private void answered(Origin host) {
    Circuit circuit = circuits.asMap().remove(host);
    if (circuit != null && circuit.open) {
      observer.closed(host.hostAndPort());
    }
  }

  private void silent(Origin host, boolean trial, String cause) {
    Circuit circuit = requireNonNull(circuits.get(host, origin -> new Circuit()));
    synchronized (circuit) {
      circuit.failures++;
      circuit.cause = cause;
      boolean opens = !circuit.open && circuit.failures >= FAILURES;
      if (opens || trial) {
        circuit.restUntil = ticker.getAsLong() + REST.toNanos();
        circuit.onTrial = false;
      }
      if (opens) {
        circuit.open = true;
        observer.opened(host.hostAndPort(), cause);
      }
    }
  }

  private void untried(Origin host, boolean trial) {
    Circuit circuit = circuits.getIfPresent(host);
    if (trial && circuit != null) {
      synchronized (circuit) {
        circuit.onTrial = false;
      }
    }
  }

  /** A host that left at least one request unanswered; guarded by itself. */
  private static final class Circuit {
    private int failures;
    private boolean open;
    private boolean onTrial;
    private long restUntil;
    private String cause = "";
  }
}
