/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.trace;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.http.Transport;
import io.starlingx.portieris.webhook.config.TracingSettings;
import io.starlingx.portieris.webhook.review.ReviewObservation;
import io.starlingx.portieris.webhook.review.ReviewObserver;
import io.starlingx.portieris.webhook.review.ReviewedObject;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;

/**
 * Traces reviews: of a part of them, and of those that whoever asks traces already, spans of the
 * whole, of each step and of each request.
 */
public final class ReviewTracer implements ReviewObserver, AutoCloseable {

  private final SpanExporter exporter;
  private final int percent;
  private final RandomGenerator random;
  private final InstantSource clock;

  private ReviewTracer(
      SpanExporter exporter, int percent, RandomGenerator random, InstantSource clock) {
    this.exporter = exporter;
    this.percent = percent;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Begins.
   *
   * @param resource what describes this program, by OpenTelemetry's names
   * @param dropped hears how many spans were not sent
   * @param random makes ids and chooses; safe for use by any number of threads
   */
  public static ReviewTracer start(
      Transport transport,
      TracingSettings settings,
      URI endpoint,
      Map<String, String> resource,
      IntConsumer dropped,
      RandomGenerator random,
      InstantSource clock) {
    return new ReviewTracer(
        new SpanExporter(transport, endpoint, new OtlpDocument(resource), dropped),
        settings.percent(),
        requireNonNull(random, "random"),
        requireNonNull(clock, "clock"));
  }

  @Override
  public ReviewObservation begins(ReviewedObject object, Duration decoding) {
    Optional<TraceParent> caller = TraceParent.parse(object.traceParent());
    boolean isTraced =
        caller.map(TraceParent::isSampled).orElseGet(() -> random.nextInt(100) < percent);
    return isTraced
        ? new TracedReview(exporter::accept, new SpanIds(random), clock, object, caller, decoding)
        : new ReviewObservation() {};
  }

  @Override
  public void close() {
    exporter.close();
  }
}
