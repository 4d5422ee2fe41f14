/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import io.starlingx.portieris.bench.admission.Scenario.Through;
import io.starlingx.portieris.bench.admission.Scenario.TrustServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

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
   * Where everything is.
   *
   * @param home this product's webhook with its runtime
   * @param crds the folder with the policies' definitions
   * @param work an empty folder
   */
  public record Places(Path home, Path crds, Path work) {}

  private final List<Scenario> scenarios = new ArrayList<>();
  private final Report report;
  private int published;

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
        Webhooks webhooks = new Webhooks(lab, places.home(), files)) {
      Target noOp = webhooks.startNoOp();
      Target target = foreign.isPresent() ? awaited(lab, foreign.get()) : webhooks.start();
      report.head();
      for (Scenario scenario : scenarios) {
        right &=
            scenario.through() == Through.WEBHOOK
                ? direct(lab, target, noOp, scenario)
                : throughApiServer(lab, target, noOp, scenario);
      }
    }
    return right;
  }

  private boolean direct(Lab lab, Target target, Target noOp, Scenario scenario)
      throws IOException, InterruptedException {
    String folder = "run-" + published++;
    List<SignedImage> images = lab.publish(scenario.trustServer(), folder, scenario.images());
    List<Question> warm = questions(images, scenario.imagesPerObject());
    List<SignedImage> unseen =
        lab.publish(scenario.trustServer(), folder + "-cold", scenario.coldImages());
    List<Question> all = mixed(warm, questions(unseen, scenario.imagesPerObject()), scenario);
    if (scenario.warmUp() > 0) {
      ask(target, scenario, new Load(warm, scenario.warmUp(), 0, Question::isAnsweredBy));
    }
    if (scenario.trustServer() == TrustServer.DOWN) {
      lab.cut();
    }
    Measurement measured =
        measure(
            lab,
            target,
            scenario,
            () -> {
              Load load =
                  new Load(all, scenario.requests(), scenario.perSecond(), Question::isAnsweredBy);
              return ask(target, scenario, load);
            });
    report.row(measured);
    if (scenario.coldShare() == 0 && scenario.trustServer() == TrustServer.UP) {
      ask(noOp, scenario, new Load(warm, scenario.warmUp(), 0, AdmissionBench::isAdmitted));
      Measurement yardstick =
          measure(
              lab,
              noOp,
              scenario,
              () ->
                  ask(
                      noOp,
                      scenario,
                      new Load(
                          warm,
                          scenario.requests(),
                          scenario.perSecond(),
                          AdmissionBench::isAdmitted)));
      report.row(yardstick);
    }
    return scenario.trustServer() != TrustServer.UP
        || measured.outcome().right() == scenario.requests();
  }

  private boolean throughApiServer(Lab lab, Target target, Target noOp, Scenario scenario)
      throws IOException, InterruptedException {
    List<SignedImage> images =
        lab.publish(scenario.trustServer(), "run-" + published++, scenario.images());
    try (PodCreation pods = new PodCreation(lab)) {
      Measurement none = create(lab, pods, Optional.empty(), false, scenario, images);
      Measurement yardstick = create(lab, pods, Optional.of(noOp), false, scenario, images);
      Measurement ours = create(lab, pods, Optional.of(target), true, scenario, images);
      report.ratios(ours, yardstick, none);
      return ours.outcome().right() == scenario.requests();
    }
  }

  private Measurement create(
      Lab lab,
      PodCreation pods,
      Optional<Target> target,
      boolean pinned,
      Scenario scenario,
      List<SignedImage> images)
      throws IOException, InterruptedException {
    pods.unregister();
    target.ifPresent(pods::register);
    pods.awaitEffect(images.getFirst(), pinned, target.isPresent() && !pinned);
    Asker asker = pods.asker(images, pinned);
    List<Question> counted = questions(images, 1);
    together(
        scenario.connections(),
        asker,
        new Load(counted, scenario.warmUp(), 0, AdmissionBench::isAdmitted));
    Measurement measured =
        measure(
            lab,
            target.orElse(
                new Target(
                    "none",
                    URI.create(lab.cluster().url()),
                    lab.authority().clientContext(),
                    "",
                    OptionalLong.empty())),
            scenario,
            () -> {
              Load load =
                  new Load(
                      counted,
                      scenario.requests(),
                      scenario.perSecond(),
                      AdmissionBench::isAdmitted);
              together(scenario.connections(), asker, load);
              return load.outcome();
            });
    report.row(measured);
    pods.clear();
    return measured;
  }

  /** Something that takes its time. */
  private interface Run {
    Load.Outcome run() throws IOException, InterruptedException;
  }

  private Measurement measure(Lab lab, Target target, Scenario scenario, Run run)
      throws IOException, InterruptedException {
    long trust = lab.trustRequests().count();
    long registry = lab.registryRequests().count();
    Optional<ProcessUsage> before = usage(target);
    Load.Outcome outcome = run.run();
    Optional<ProcessUsage> after = usage(target);
    return new Measurement(
        scenario.name(),
        target.name(),
        outcome,
        before,
        after,
        lab.trustRequests().count() - trust,
        lab.registryRequests().count() - registry);
  }

  private static Optional<ProcessUsage> usage(Target target) throws IOException {
    return target.pid().isPresent()
        ? Optional.of(ProcessUsage.of(target.pid().getAsLong()))
        : Optional.empty();
  }

  private static Load.Outcome ask(Target target, Scenario scenario, Load load)
      throws IOException, InterruptedException {
    Asker asker =
        scenario.protocol() == Scenario.Protocol.HTTP_2
            ? new Http2Load(target.tls(), target.url(), scenario.streams())
            : new Http1Load(target.tls(), target.url());
    together(scenario.connections(), asker, load);
    return load.outcome();
  }

  private static void together(int number, Asker asker, Load load)
      throws IOException, InterruptedException {
    try (ExecutorService executor = Executors.newFixedThreadPool(number)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < number; i++) {
        running.add(
            executor.submit(
                () -> {
                  asker.ask(load);
                  return true;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a client failed: " + e.getCause(), e);
    }
  }

  private static List<Question> questions(List<SignedImage> images, int each) {
    List<Question> questions = new ArrayList<>();
    for (int from = 0; from + each <= images.size(); from += each) {
      questions.add(new Question("uid-" + from, images.subList(from, from + each)));
    }
    return questions;
  }

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
    while (!answers(target)) {
      Thread.sleep(500);
    }
    return target;
  }

  private static boolean answers(Target target) {
    try (var socket =
        target
            .tls()
            .getSocketFactory()
            .createSocket(target.url().getHost(), target.url().getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().read() >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isAdmitted(Question question, byte[] answer) {
    return new String(answer, StandardCharsets.UTF_8).contains("\"allowed\":true");
  }
}
