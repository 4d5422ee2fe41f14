/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import io.starlingx.portieris.bench.admission.Scenario.Named;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Pods that are created through the API server: without a webhook, with the no-op, with the no-op
 * that changes what the webhook would change (where there is something to change), with the webhook
 * that is measured. They take turns, first in this order and then in the other, so that what the
 * machine does beside, and what the API server has stored, counts for each alike.
 */
final class ApiServerLoads {

  private final Lab lab;
  private final Meter meter;
  private final Target target;
  private final Target noOp;
  private final Report report;

  /**
   * Who is called for each pod.
   *
   * @param pins whether it changes images
   * @param warns whether it answers a dry run with a warning
   */
  private record Side(Optional<Target> webhook, boolean pins, boolean warns) {}

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
   * @return whether every pod was stored as it was to be: with the webhook, as what was signed
   */
  boolean run(Scenario scenario) throws IOException, InterruptedException {
    List<SignedImage> images =
        lab.publish(scenario.trustServer(), scenario.root(), scenario.images());
    List<Side> sides = sides(scenario.named());
    try (PodCreation pods = new PodCreation(lab)) {
      for (Side side : sides) {
        if (side.webhook().isPresent()) {
          PodReviews.ask(
              side.webhook().get(), images, scenario.named(), side.pins(), scenario.reviews());
        }
        begin(pods, side, images);
        create(crowd(pods, scenario, side, images), images, scenario.warmUp(), 0);
        pods.clear();
      }
      List<Measurement> all = List.of();
      for (int round = 0; round < scenario.rounds(); round++) {
        List<Measurement> one = round(pods, scenario, round % 2 == 0, sides, images);
        if (scenario.rounds() > 1) {
          report.pods("round " + (round + 1), one);
        }
        all = all.isEmpty() ? one : sums(all, one);
      }
      all.forEach(report::row);
      report.pods("all", all);
      return all.stream().allMatch(side -> side.outcome().right() == scenario.requests());
    }
  }

  /** The webhook that is measured comes last. */
  private List<Side> sides(Named named) {
    List<Side> sides = new ArrayList<>();
    sides.add(new Side(Optional.empty(), false, false));
    sides.add(new Side(Optional.of(noOp), false, true));
    if (named == Named.TAG) {
      sides.add(new Side(Optional.of(noOp.at("no-op+", NoOpWebhook.PATCHING)), true, true));
    }
    sides.add(new Side(Optional.of(target), true, false));
    return sides;
  }

  /** What each did, in the order of {@code sides}. */
  private List<Measurement> round(
      PodCreation pods,
      Scenario scenario,
      boolean isForward,
      List<Side> sides,
      List<SignedImage> images)
      throws IOException, InterruptedException {
    List<Measurement> measured = new ArrayList<>();
    for (Side side : isForward ? sides : sides.reversed()) {
      begin(pods, side, images);
      // What has been forgotten during the turns of others is known again.
      create(crowd(pods, scenario, side, images), images, images.size(), 0);
      measured.add(
          meter.measure(
              scenario.name(),
              side.webhook().orElseGet(this::nobody),
              () ->
                  create(
                      crowd(pods, scenario, side, images),
                      images,
                      scenario.requests() / scenario.rounds(),
                      scenario.perSecond())));
      pods.clear();
    }
    if (!isForward) {
      Collections.reverse(measured);
    }
    return measured;
  }

  private static List<Measurement> sums(List<Measurement> all, List<Measurement> next) {
    List<Measurement> sums = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      sums.add(all.get(i).plus(next.get(i)));
    }
    return sums;
  }

  private static void begin(PodCreation pods, Side side, List<SignedImage> images)
      throws IOException, InterruptedException {
    pods.call(side.webhook());
    pods.awaitEffect(images.getFirst(), side.pins(), side.warns());
  }

  private static Crowd crowd(
      PodCreation pods, Scenario scenario, Side side, List<SignedImage> images) {
    return new Crowd(scenario.connections(), pods.asker(images, scenario.named(), side.pins()));
  }

  private static Load.Outcome create(
      Crowd crowd, List<SignedImage> images, int number, int perSecond)
      throws IOException, InterruptedException {
    return crowd.ask(
        new Load(Question.about(images, 1), number, perSecond, Question::isAdmittedBy));
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
