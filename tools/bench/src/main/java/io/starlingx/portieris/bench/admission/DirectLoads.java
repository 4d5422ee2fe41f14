/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import io.starlingx.portieris.bench.admission.Scenario.TrustServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/** Loads that reach a webhook directly. */
final class DirectLoads {

  private final Lab lab;
  private final Meter meter;
  private final Target target;
  private final Target noOp;
  private final Report report;

  DirectLoads(Lab lab, Target target, Target noOp, Report report) {
    this.lab = lab;
    this.meter = new Meter(lab);
    this.target = target;
    this.noOp = noOp;
    this.report = report;
  }

  /**
   * Runs one, and where nothing but the webhook decides how fast it is, the same on the no-op.
   *
   * @return whether every answer was right, except where the trust server is slow or down
   */
  boolean run(Scenario scenario) throws IOException, InterruptedException {
    List<Question> warm = questions(scenario, scenario.images());
    List<Question> all = mixed(warm, questions(scenario, scenario.coldImages()), scenario);
    BiPredicate<Question, byte[]> judge =
        scenario.bodyMiB() > 0 ? LargeBody::isRefused : Question::isAnsweredBy;
    Crowd crowd = Crowd.of(scenario, target);
    warmUp(crowd, warm, scenario, judge);
    if (scenario.trustServer() == TrustServer.DOWN) {
      lab.cut();
    }
    Measurement measured = measure(target, crowd, all, scenario, judge);
    report.row(measured);
    if (isComparable(scenario)) {
      Crowd ofNoOp = Crowd.of(scenario, noOp);
      warmUp(ofNoOp, warm, scenario, Question::isAdmittedBy);
      Measurement yardstick = measure(noOp, ofNoOp, warm, scenario, Question::isAdmittedBy);
      report.row(yardstick);
      report.ratios(measured, yardstick);
    }
    return scenario.trustServer() != TrustServer.UP
        || measured.outcome().right() == scenario.requests();
  }

  private static boolean isComparable(Scenario scenario) {
    return scenario.warmUp() > 0
        && scenario.coldShare() == 0
        && scenario.trustServer() == TrustServer.UP
        && scenario.bodyMiB() == 0;
  }

  private static void warmUp(
      Crowd crowd, List<Question> warm, Scenario scenario, BiPredicate<Question, byte[]> judge)
      throws IOException, InterruptedException {
    if (scenario.warmUp() > 0) {
      crowd.ask(new Load(warm, scenario.warmUp(), 0, judge));
    }
  }

  private Measurement measure(
      Target asked,
      Crowd crowd,
      List<Question> questions,
      Scenario scenario,
      BiPredicate<Question, byte[]> judge)
      throws IOException, InterruptedException {
    return meter.measure(
        scenario.name(),
        asked,
        () -> crowd.ask(new Load(questions, scenario.requests(), scenario.perSecond(), judge)));
  }

  private List<Question> questions(Scenario scenario, int images)
      throws IOException, InterruptedException {
    return Question.about(
        lab.publish(scenario.trustServer(), scenario.root(), images), scenario.imagesPerObject());
  }

  /** Cold ones evenly among the others. */
  private static List<Question> mixed(List<Question> warm, List<Question> cold, Scenario scenario) {
    if (cold.isEmpty()) {
      return warm;
    }
    List<Question> all = new ArrayList<>();
    int seen = 0;
    for (int i = 0; i < scenario.requests(); i++) {
      boolean fresh = (long) (i + 1) * scenario.coldShare() / 100 > seen;
      all.add(fresh ? cold.get(seen++) : warm.get(i % warm.size()));
    }
    return all;
  }
}
