/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.demo;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.app.build.BuildProgress;
import io.starlingx.portieris.app.image.ImageException;
import io.starlingx.portieris.app.image.JavaProgram;
import io.starlingx.portieris.app.image.ProgramRuntime;
import io.starlingx.portieris.testbed.process.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * From a bootstrap file to a refused pod: builds the application, installs it by the platform's
 * commands, starts the webhook and lets the cluster judge images. Every server is real.
 */
public final class Demo {

  private static final Duration POLICY_LIMIT = Duration.ofMinutes(1);
  private static final String APPLICATION = "portieris";

  private final DemoSettings settings;
  private final Narrator narrator;
  private final ProductCommands product;
  private final DemoFiles files;

  /**
   * A demo.
   *
   * @param out who is told
   * @param coloured whether a terminal reads it
   * @param commandLine makes the command tree of the product
   */
  public Demo(
      DemoSettings settings, PrintWriter out, boolean coloured, Supplier<CommandLine> commandLine) {
    this.settings = settings;
    this.narrator = new Narrator(out, coloured, System::nanoTime);
    this.product = new ProductCommands(commandLine, narrator);
    this.files = new DemoFiles(settings.work());
  }

  /**
   * Runs it.
   *
   * @throws DemoFailure when something is not as promised
   */
  public void run() throws IOException, ImageException {
    narrator.step("Servers of this machine");
    DemoServers servers = DemoServers.start(settings);
    SystemCommands system =
        new SystemCommands(product, servers.kubeconfig(), settings.work().resolve("system"));
    try (DemoEnd end = new DemoEnd(servers, system, settings.folder());
        KubernetesClient cluster = servers.client()) {
      show(servers, cluster);
      if (settings.kubeconfig().isPresent()) {
        DemoObjects.requireNone(cluster);
      }
      run(servers, system, cluster, end);
      narrator.end();
      if (settings.keep()) {
        keep(servers, end);
      }
    }
  }

  private void run(
      DemoServers servers, SystemCommands system, KubernetesClient cluster, DemoEnd end)
      throws IOException, ImageException {
    DemoImages images = images(servers);
    URI webhook = URI.create("https://" + settings.address() + ":" + FreePort.choose());
    Path home = application(servers);
    install(servers, system, webhook, end);
    start(cluster, home, webhook, end);
    Pods pods = new Pods(cluster);
    pods.createNamespace();
    policy(servers, cluster, pods, images);
    signed(pods, images);
    unsigned(pods, images);
    attack(pods, servers, images);
  }

  private void show(DemoServers servers, KubernetesClient cluster) {
    narrator.fact("work folder", settings.work().toString());
    narrator.fact(
        "Kubernetes",
        cluster.getKubernetesVersion().getGitVersion() + " at " + cluster.getMasterUrl());
    narrator.fact("docker-registry", servers.registry().host());
    narrator.fact("notary-server", servers.notary().url().toString());
  }

  private DemoImages images(DemoServers servers) {
    narrator.step("Two images, one of them signed by its publisher");
    DemoImages images = DemoImages.publish(servers, settings.work().resolve("publisher"));
    narrator.fact("signed", images.signedName());
    narrator.fact("  content", images.signed().digest());
    narrator.fact("not signed", images.unsignedName());
    return images;
  }

  private Path application(DemoServers servers) throws IOException, ImageException {
    narrator.step("From the bootstrap file to the application");
    Path bootstrap = files.bootstrap(servers.registry().host(), servers.notary().url());
    narrator.file(bootstrap);
    product.run(
        List.of("app", "build", "--no-image", "--bootstrap", bootstrap.toString(), "-o", build()));
    Path home =
        new ProgramRuntime(JavaProgram.webhook(), BuildProgress.silent())
            .layOut(settings.distribution(), settings.workspace());
    narrator.fact("webhook's runtime", home.toString());
    return home;
  }

  private void install(DemoServers servers, SystemCommands system, URI webhook, DemoEnd end)
      throws IOException {
    narrator.step("Upload");
    end.uploaded();
    system.run("application-upload", tarball().toString());
    narrator.step("Override with the trust server's CA");
    Path overrides = files.overrides(servers.authority().certificatePem(), webhook);
    narrator.file(overrides);
    system.run(
        "helm-override-update",
        APPLICATION,
        APPLICATION,
        APPLICATION,
        "--values",
        overrides.toString());
    narrator.step("Apply");
    system.run("application-apply", APPLICATION);
    system.run("application-list");
  }

  private void start(KubernetesClient cluster, Path home, URI webhook, DemoEnd end)
      throws IOException {
    narrator.step("Start the webhook");
    long began = System.nanoTime();
    Path work = Files.createDirectories(settings.work().resolve("webhook"));
    end.started(WebhookProcess.start(cluster, home, work, webhook, FreePort.choose()));
    narrator.fact("listens at", webhook.toString());
    narrator.fact("ready after", millisSince(began));
  }

  private void policy(DemoServers servers, KubernetesClient cluster, Pods pods, DemoImages images)
      throws IOException {
    narrator.step("Policy: what is under team/ must be signed");
    Path policy = files.policy(servers.registry().host());
    narrator.file(policy);
    try (InputStream in = Files.newInputStream(policy)) {
      cluster.load(in).serverSideApply();
    }
    long began = System.nanoTime();
    while (pods.wouldRun(images.unsignedName())) {
      if (System.nanoTime() - began > POLICY_LIMIT.toNanos()) {
        throw new DemoFailure("the policy has no effect");
      }
    }
    narrator.fact("in force after", millisSince(began));
  }

  private void signed(Pods pods, DemoImages images) {
    narrator.step("A signed image");
    narrator.fact("the pod names", images.signedName());
    expectPinned(images, pods.run("web", images.signedName()));
    narrator.verdict("admitted, pinned to what was signed");
  }

  private void unsigned(Pods pods, DemoImages images) {
    narrator.step("An image that nobody signed");
    narrator.fact("the pod names", images.unsignedName());
    switch (pods.run("tool", images.unsignedName())) {
      case Pods.Answer.Admitted(String image) ->
          throw new DemoFailure("the unsigned image was admitted as " + image);
      case Pods.Answer.Refused(String message) -> narrator.text(message);
    }
    narrator.verdict("refused");
  }

  private void attack(Pods pods, DemoServers servers, DemoImages images) {
    narrator.step("An attack: the signed tag is moved to other content");
    narrator.fact("the tag is now", DemoImages.moveTag(servers).digest());
    narrator.fact("the pod names", images.signedName());
    expectPinned(images, pods.run("web-again", images.signedName()));
    narrator.verdict("still what was signed: the other content is not run");
  }

  private void expectPinned(DemoImages images, Pods.Answer answer) {
    switch (answer) {
      case Pods.Answer.Refused(String message) ->
          throw new DemoFailure("the signed image was refused: " + message);
      case Pods.Answer.Admitted(String image) -> {
        narrator.fact("the cluster runs", image);
        if (!image.endsWith("@" + images.signed().digest())) {
          throw new DemoFailure("that is not what was signed");
        }
      }
    }
  }

  private void keep(DemoServers servers, DemoEnd end) {
    String pids = end.keep().stream().map(String::valueOf).collect(Collectors.joining(" "));
    narrator.heading("Everything is still running");
    narrator.fact("registry", servers.registry().host());
    narrator.fact("trust server", servers.notary().url().toString());
    narrator.fact("their CA", servers.authority().certificateFile().toString());
    narrator.fact("webhook's log", settings.work().resolve("webhook/webhook.log").toString());
    narrator.heading("Use it");
    narrator.text("export KUBECONFIG=" + servers.kubeconfig());
    servers.controlPlane().ifPresent(plane -> narrator.text(plane.kubectl() + " get pods -A"));
    narrator.text(
        "./portieris system application-list --state-dir " + settings.work().resolve("system"));
    narrator.heading("End it");
    if (settings.kubeconfig().isPresent()) {
      endOnCluster(servers.kubeconfig());
    }
    narrator.text("kill " + pids);
    narrator.text("rm -r " + settings.work());
  }

  private void endOnCluster(Path kubeconfig) {
    String options =
        " --kubeconfig %s --state-dir %s --yes portieris"
            .formatted(kubeconfig, settings.work().resolve("system"));
    narrator.text(
        "kubectl --kubeconfig %s delete namespace/portieris-demo clusterimagepolicy/portieris-demo"
            .formatted(kubeconfig));
    narrator.text("./portieris system application-remove" + options);
    narrator.text("./portieris system application-delete" + options);
  }

  private static String millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000 + " ms";
  }

  private String build() {
    return settings.work().resolve("build").toString();
  }

  private Path tarball() throws IOException {
    try (Stream<Path> built = Files.list(Path.of(build()))) {
      return built
          .filter(file -> file.toString().endsWith(".tgz"))
          .findFirst()
          .orElseThrow(() -> new DemoFailure("the build wrote no tarball"));
    }
  }
}
