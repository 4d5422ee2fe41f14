/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import io.starlingx.portieris.bench.admission.Scenario.Kind;
import io.starlingx.portieris.bench.admission.Scenario.Through;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Puts load on a webhook as scenario files say, and prints what came of it. */
public final class AdmissionBench {

  /**
   * A webhook that somebody else starts.
   *
   * @param url of its admission path
   * @param authority who issued its certificate, a PEM file
   * @param pid of its process, where it runs on this machine
   */
  public record Foreign(URI url, Path authority, OptionalLong pid) {}

  /**
   * What there is to measure, and where.
   *
   * @param program starts this product's webhook, without its own arguments
   * @param crds the folder with the policies' definitions
   * @param work an empty folder
   */
  public record Places(List<String> program, Path crds, Path work) {}

  private static final Duration START_LIMIT = Duration.ofMinutes(10);

  private final List<Scenario> scenarios = new ArrayList<>();
  private final Report report;

  /**
   * A bench that reports to {@code out}.
   *
   * @param scenarios files
   * @throws IllegalArgumentException names what in a scenario file cannot be used
   */
  public AdmissionBench(List<Path> scenarios, PrintWriter out) {
    scenarios.forEach(file -> this.scenarios.addAll(ScenarioReader.read(file)));
    this.report = new Report(out);
  }

  /**
   * Runs all scenarios.
   *
   * @param foreign instead of this product's webhook
   * @return whether every answer was right, except where the trust server is slow or down
   */
  public boolean run(Places places, Optional<Foreign> foreign)
      throws IOException, InterruptedException {
    boolean right = true;
    Path files = Files.createDirectory(places.work().resolve("webhook"));
    try (Lab lab = new Lab(places.work(), places.crds());
        Webhooks webhooks = new Webhooks(lab, places.program(), files)) {
      Optional<Target> reference =
          scenarios.stream().anyMatch(Scenario::reference)
              ? Optional.of(webhooks.startReference())
              : Optional.empty();
      Target noOp = webhooks.startNoOp();
      Target target = foreign.isPresent() ? awaited(lab, foreign.get()) : webhooks.start();
      DirectLoads direct = new DirectLoads(lab, target, noOp, report);
      ApiServerLoads throughApiServer = new ApiServerLoads(lab, target, noOp, report);
      report.head();
      for (Scenario scenario : scenarios) {
        if (scenario.kind() == Kind.CHANGES) {
          report.note(scenario.name());
          try (Changes changes = new Changes(lab, target, report)) {
            changes.run();
          }
        } else if (scenario.reference()) {
          right &= new ReferenceLoads(lab, target, reference.orElseThrow(), report).run(scenario);
        } else {
          right &=
              scenario.through() == Through.WEBHOOK
                  ? direct.run(scenario)
                  : throughApiServer.run(scenario);
        }
      }
    }
    return right;
  }

  private Target awaited(Lab lab, Foreign foreign) throws IOException, InterruptedException {
    report.note("Start the webhook now, for this cluster and these servers:");
    report.note("  kubeconfig           " + lab.cluster().kubeconfig());
    report.note("  authority of servers " + lab.authority().certificateFile());
    report.note("  images and signer's  ClusterImagePolicy bench, secret " + SignedImages.SIGNER);
    report.note("  it must answer at    " + foreign.url());
    Target target =
        new Target(
            "foreign",
            foreign.url(),
            Authority.trusting(foreign.authority()),
            Files.readString(foreign.authority()),
            foreign.pid());
    try (HttpClient client = HttpClient.newBuilder().sslContext(target.tls()).build()) {
      HttpRequest request = HttpRequest.newBuilder(target.url()).build();
      Await.until(
          "nobody answers at " + foreign.url(),
          START_LIMIT,
          () -> client.send(request, BodyHandlers.discarding()).statusCode() > 0);
    }
    return target;
  }
}
