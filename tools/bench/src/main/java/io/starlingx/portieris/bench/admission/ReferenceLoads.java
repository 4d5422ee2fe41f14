/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import io.starlingx.portieris.bench.admission.Scenario.Root;
import io.starlingx.portieris.bench.admission.Scenario.TrustServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Images that nobody has asked about before, decided by the webhook that is measured and by one
 * that is made of the Notary project's own client library. They take turns, each with images of its
 * own, so that what the machine does beside counts for both alike.
 */
final class ReferenceLoads {

  private final Lab lab;
  private final Meter meter;
  private final Target target;
  private final Target reference;
  private final Report report;

  ReferenceLoads(Lab lab, Target target, Target reference, Report report) {
    this.lab = lab;
    this.meter = new Meter(lab);
    this.target = target;
    this.reference = reference;
    this.report = report;
  }

  /**
   * Runs one.
   *
   * @return whether every answer was right
   */
  boolean run(Scenario scenario) throws IOException, InterruptedException {
    List<Measurement> ours = new ArrayList<>();
    List<Measurement> others = new ArrayList<>();
    for (int round = 0; round < scenario.rounds(); round++) {
      boolean isOursFirst = round % 2 == 0;
      if (isOursFirst) {
        ours.add(measure(target, scenario));
      }
      others.add(measure(reference, scenario));
      if (!isOursFirst) {
        ours.add(measure(target, scenario));
      }
      if (scenario.rounds() > 1) {
        report.cold("round " + (round + 1), ours.getLast(), others.getLast());
      }
    }
    Measurement all = sum(ours);
    Measurement yardstick = sum(others);
    report.row(all);
    report.row(yardstick);
    report.cold("all", all, yardstick);
    return all.outcome().isRight() && yardstick.outcome().isRight();
  }

  private Measurement measure(Target asked, Scenario scenario)
      throws IOException, InterruptedException {
    int requests = scenario.requests() / scenario.rounds();
    List<Question> cold = questions(requests);
    Crowd crowd = Crowd.of(scenario, asked);
    if (scenario.warmUp() > 0) {
      List<Question> warm = questions(Math.min(scenario.images(), scenario.warmUp()));
      crowd.ask(new Load(warm, scenario.warmUp(), 0, Question::isAnsweredBy));
    }
    return meter.measure(
        scenario.name(),
        asked,
        () -> crowd.ask(new Load(cold, requests, scenario.perSecond(), Question::isAnsweredBy)));
  }

  private List<Question> questions(int images) throws IOException, InterruptedException {
    return Question.about(lab.publish(TrustServer.UP, Root.FIRST_USE, images), 1);
  }

  private static Measurement sum(List<Measurement> rounds) {
    return rounds.stream().reduce(Measurement::plus).orElseThrow();
  }
}
