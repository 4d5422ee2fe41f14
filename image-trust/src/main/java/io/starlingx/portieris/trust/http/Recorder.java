/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Hears what a decision costs: each outbound request, and each step. Called from several threads,
 * possibly after whoever asked has left; returns at once and never throws.
 */
@FunctionalInterface
public interface Recorder extends Consumer<RequestRecord> {

  /** A step of the decision. */
  enum Step {
    /** The rule is looked for. */
    SELECT,
    /** The rule's checks are made. */
    VERIFY
  }

  /** How a step or a request ended. */
  enum Outcome {
    OK,
    /** The answer was no. */
    REFUSED,
    /** There was no answer. */
    UNAVAILABLE
  }

  /** A step ended just now. */
  default void step(Step step, Outcome outcome, Duration took) {}

  /**
   * What servers that the operator names are told of the trace that a request belongs to; empty
   * when there is none.
   *
   * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">traceparent</a>
   */
  default Optional<String> traceParent() {
    return Optional.empty();
  }

  /** Who hears what deciding about one of several images costs. */
  default Recorder about(String image) {
    return this;
  }
}
