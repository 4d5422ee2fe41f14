/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import io.starlingx.portieris.trust.http.Recorder;
import io.starlingx.portieris.trust.http.RequestRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Several observers as one. */
public record ReviewObservers(List<ReviewObserver> observers) implements ReviewObserver {
  public ReviewObservers {
    observers = List.copyOf(observers);
  }

  @Override
  public ReviewObservation begins(ReviewedObject object, Duration decoding) {
    return new Observations(all(observers, observer -> observer.begins(object, decoding)));
  }

  @Override
  public void undecodable(Duration decoding) {
    observers.forEach(observer -> observer.undecodable(decoding));
  }

  private static <A, B> List<B> all(List<A> each, Function<A, B> made) {
    List<B> all = new ArrayList<>(each.size());
    each.forEach(one -> all.add(made.apply(one)));
    return all;
  }

  private record Observations(List<ReviewObservation> each) implements ReviewObservation {
    @Override
    public void accept(RequestRecord request) {
      each.forEach(observation -> observation.accept(request));
    }

    @Override
    public void step(Step step, Outcome outcome, Duration took) {
      each.forEach(observation -> observation.step(step, outcome, took));
    }

    @Override
    public Recorder about(String image) {
      return new Recorders(all(each, observation -> observation.about(image)));
    }

    @Override
    public Optional<String> traceParent() {
      return first(each);
    }

    @Override
    public void decided(ObjectDecision decision) {
      each.forEach(observation -> observation.decided(decision));
    }

    @Override
    public void answered(Duration writing) {
      each.forEach(observation -> observation.answered(writing));
    }
  }

  private static Optional<String> first(List<? extends Recorder> each) {
    return each.stream().flatMap(recorder -> recorder.traceParent().stream()).findFirst();
  }

  private record Recorders(List<Recorder> each) implements Recorder {
    @Override
    public void accept(RequestRecord request) {
      each.forEach(recorder -> recorder.accept(request));
    }

    @Override
    public void step(Step step, Outcome outcome, Duration took) {
      each.forEach(recorder -> recorder.step(step, outcome, took));
    }

    @Override
    public Optional<String> traceParent() {
      return first(each);
    }
  }
}
