/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import io.starlingx.portieris.trust.http.Recorder;
import io.starlingx.portieris.trust.http.RequestRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps the steps of an attempt back until it is known to count; requests are told at once. */
final class HeldSteps implements Recorder {

  private record Held(Step step, Outcome outcome, Duration took) {}

  private final Recorder recorder;
  private final List<Held> held = new ArrayList<>(2);

  HeldSteps(Recorder recorder) {
    this.recorder = recorder;
  }

  @Override
  public void accept(RequestRecord request) {
    recorder.accept(request);
  }

  /** On the thread that decides, as {@link #tell}: whoever asks servers knows of no steps. */
  @Override
  public void step(Step step, Outcome outcome, Duration took) {
    held.add(new Held(step, outcome, took));
  }

  @Override
  public Optional<String> traceParent() {
    return recorder.traceParent();
  }

  void tell() {
    held.forEach(one -> recorder.step(one.step(), one.outcome(), one.took()));
  }
}
