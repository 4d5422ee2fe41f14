/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.trace;

import io.starlingx.portieris.trust.http.Recorder;
import io.starlingx.portieris.trust.http.RequestRecord;
import io.starlingx.portieris.webhook.review.ObjectDecision;
import io.starlingx.portieris.webhook.review.ReviewObservation;
import io.starlingx.portieris.webhook.review.ReviewedObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The spans of one review. */
final class TracedReview implements ReviewObservation {

  private final Consumer<Span> exporter;
  private final SpanIds ids;
  private final InstantSource clock;
  private final ReviewedObject object;
  private final String trace;
  private final String root;
  private final String caller;
  private final Instant start;
  private volatile Optional<ObjectDecision> decision = Optional.empty();

  TracedReview(
      Consumer<Span> exporter,
      SpanIds ids,
      InstantSource clock,
      ReviewedObject object,
      Optional<TraceParent> caller,
      Duration decoding) {
    this.exporter = exporter;
    this.ids = ids;
    this.clock = clock;
    this.object = object;
    this.trace = caller.map(TraceParent::traceId).orElseGet(ids::trace);
    this.caller = caller.map(TraceParent::spanId).orElse("");
    this.root = ids.span();
    this.start = clock.instant().minus(decoding);
    ended(ids.span(), root, "decode", Span.Kind.INTERNAL, decoding, false, Map.of());
  }

  private void ended(
      String id,
      String parent,
      String name,
      Span.Kind kind,
      Duration took,
      boolean isError,
      Map<String, String> attributes) {
    Instant begin = clock.instant().minus(took);
    exporter.accept(new Span(trace, id, parent, name, kind, begin, took, isError, attributes));
  }

  @Override
  public void accept(RequestRecord request) {
    request(request, root);
  }

  private void request(RequestRecord request, String parent) {
    if (request.cached()) {
      return;
    }
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("http.request.method", request.method());
    attributes.put("url.full", request.url());
    attributes.put("portieris.peer", request.peer().name().toLowerCase(Locale.ROOT));
    request
        .status()
        .ifPresent(s -> attributes.put("http.response.status_code", Integer.toString(s)));
    boolean isError = request.outcome() == Outcome.UNAVAILABLE;
    ended(
        ids.span(),
        parent,
        request.method(),
        Span.Kind.CLIENT,
        request.took(),
        isError,
        attributes);
  }

  @Override
  public Optional<String> traceParent() {
    return Optional.of(new TraceParent(trace, root, true).header());
  }

  @Override
  public Recorder about(String image) {
    return new TracedImage(image, ids.span());
  }

  @Override
  public void decided(ObjectDecision decided) {
    decision = Optional.of(decided);
  }

  @Override
  public void answered(Duration writing) {
    ended(ids.span(), root, "respond", Span.Kind.INTERNAL, writing, false, Map.of());
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("k8s.admission.uid", object.request());
    attributes.put("k8s.admission.operation", object.operation());
    attributes.put("k8s.admission.resource", object.resource());
    attributes.put("k8s.namespace.name", object.namespace());
    decision.ifPresent(d -> attributes.put("portieris.admitted", Boolean.toString(d.admitted())));
    Duration whole = Duration.between(start, clock.instant());
    exporter.accept(
        new Span(trace, root, caller, "review", Span.Kind.SERVER, start, whole, false, attributes));
  }

  /** What deciding about one image costs: its requests are part of its verification. */
  private final class TracedImage implements Recorder {
    private final String image;
    private final String verification;

    private TracedImage(String image, String verification) {
      this.image = image;
      this.verification = verification;
    }

    @Override
    public void accept(RequestRecord request) {
      request(request, verification);
    }

    @Override
    public Optional<String> traceParent() {
      return Optional.of(new TraceParent(trace, verification, true).header());
    }

    @Override
    public void step(Step step, Outcome outcome, Duration took) {
      ended(
          step == Step.VERIFY ? verification : ids.span(),
          root,
          step.name().toLowerCase(Locale.ROOT),
          Span.Kind.INTERNAL,
          took,
          outcome == Outcome.UNAVAILABLE,
          Map.of(
              "portieris.image",
              image,
              "portieris.outcome",
              outcome.name().toLowerCase(Locale.ROOT)));
    }
  }
}
