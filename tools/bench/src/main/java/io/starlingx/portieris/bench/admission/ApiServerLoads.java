/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Pods that are created through the API server: without a webhook, with the no-op, with the webhook
 * that is measured.
 */
final class ApiServerLoads {

  private final Lab lab;
  private final Meter meter;
  private final Target target;
  private final Target noOp;
  private final Report report;

  ApiServerLoads(Lab lab, Target target, Target noOp, Report report) {
    this.lab = lab;
    this.meter = new Meter(lab);
    this.target = target;
    this.noOp = noOp;
    this.report = report;
  }

  /**
   * Runs one.
   *
   * @return whether every pod was stored as the digest that was signed
   */
  boolean run(Scenario scenario) throws IOException, InterruptedException {
    List<SignedImage> images =
        lab.publish(scenario.trustServer(), scenario.root(), scenario.images());
    try (PodCreation pods = new PodCreation(lab)) {
      Measurement none = create(pods, Optional.empty(), false, scenario, images);
      Measurement yardstick = create(pods, Optional.of(noOp), false, scenario, images);
      Measurement ours = create(pods, Optional.of(target), true, scenario, images);
      report.ratios(ours, yardstick, none);
      return ours.outcome().right() == scenario.requests();
    }
  }

  private Measurement create(
      PodCreation pods,
      Optional<Target> webhook,
      boolean pinned,
      Scenario scenario,
      List<SignedImage> images)
      throws IOException, InterruptedException {
    pods.unregister();
    webhook.ifPresent(pods::register);
    pods.awaitEffect(images.getFirst(), pinned, webhook.isPresent() && !pinned);
    Crowd crowd = new Crowd(scenario.connections(), pods.asker(images, pinned));
    List<Question> counted = Question.about(images, 1);
    crowd.ask(new Load(counted, scenario.warmUp(), 0, Question::isAdmittedBy));
    Measurement measured =
        meter.measure(
            scenario.name(),
            webhook.orElseGet(this::nobody),
            () ->
                crowd.ask(
                    new Load(
                        counted,
                        scenario.requests(),
                        scenario.perSecond(),
                        Question::isAdmittedBy)));
    report.row(measured);
    pods.clear();
    return measured;
  }

  private Target nobody() {
    return new Target(
        "none",
        URI.create(lab.cluster().url()),
        lab.authority().clientContext(),
        "",
        OptionalLong.empty());
  }
}
