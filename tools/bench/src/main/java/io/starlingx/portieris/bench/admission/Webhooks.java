/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import io.starlingx.portieris.app.image.JavaProgram;
import io.starlingx.portieris.testbed.KeyPairFiles;
import io.starlingx.portieris.testbed.ReferenceWebhook;
import io.starlingx.portieris.testbed.process.FreePort;
import io.starlingx.portieris.testbed.process.HttpProbe;
import io.starlingx.portieris.testbed.process.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * This product's webhook and the yardsticks, a process each; those in Java have the same runtime
 * and options.
 */
final class Webhooks implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final Lab lab;
  private final List<String> program;
  private final Path directory;
  private final List<ServerProcess> processes = new ArrayList<>();

  /**
   * None runs yet.
   *
   * @param program starts the webhook, without its own arguments
   * @param directory for their files and logs
   */
  Webhooks(Lab lab, List<String> program, Path directory) {
    this.lab = lab;
    this.program = program;
    this.directory = directory;
  }

  /** Starts the webhook and waits until it is ready. */
  Target start() throws IOException {
    int port = FreePort.choose();
    int metrics = FreePort.choose();
    Path authorities = Files.createDirectories(directory.resolve("authorities"));
    Files.writeString(authorities.resolve("ca.pem"), lab.authority().certificatePem());
    Path config = directory.resolve("webhook.yaml");
    Files.writeString(
        config,
        """
        namespace: %s
        url: https://localhost:%d
        certificates: {source: files, directory: %s}
        trustedCaDirectory: %s
        trust: {allowedAddresses: ["127.0.0.1", "::1"]}
        """
            .formatted(Lab.WEBHOOK_NAMESPACE, port, certificate(), authorities));
    List<String> command = new ArrayList<>(program);
    command.addAll(
        List.of(
            "--config",
            config.toString(),
            "--kubeconfig",
            lab.cluster().kubeconfig().toString(),
            "--listen",
            "127.0.0.1",
            "--port",
            String.valueOf(port),
            "--metrics-port",
            String.valueOf(metrics)));
    return started("webhook", port, command);
  }

  /** Starts a server that admits everything. */
  Target startNoOp() throws IOException {
    int port = FreePort.choose();
    List<String> command = new ArrayList<>(program);
    int classPath = command.indexOf("-cp") + 1;
    command.set(classPath, command.get(classPath) + ":" + classes());
    command.set(classPath + 1, NoOpWebhook.class.getName());
    command.addAll(List.of(certificate().toString(), String.valueOf(port)));
    return started("no-op", port, command);
  }

  /**
   * Starts the webhook of the Notary project's own client library and waits until it is ready.
   *
   * @throws io.starlingx.portieris.testbed.TestbedException where it can neither be found nor built
   */
  Target startReference() throws IOException {
    Path signer = directory.resolve("signer.pem");
    Files.writeString(signer, lab.signerKey());
    ReferenceWebhook started =
        ReferenceWebhook.start(
            directory.resolve("reference"),
            lab.authority(),
            lab.trustServer(),
            SignedImages.SIGNER,
            signer);
    processes.add(started.process());
    return target("reference", started.url(), started.process());
  }

  private Target started(String name, int port, List<String> command) {
    ServerProcess process =
        ServerProcess.start(name, directory, command, JavaProgram.webhook().environment());
    processes.add(process);
    URI url = URI.create("https://localhost:" + port + "/admit");
    process.awaitReady(
        START_LIMIT, HttpProbe.of(lab.client(), url.resolve("/health/readiness"), 200));
    return target(name, url, process);
  }

  private Target target(String name, URI url, ServerProcess process) {
    return new Target(
        name,
        url,
        lab.authority().clientContext(),
        lab.authority().certificatePem(),
        OptionalLong.of(process.pid()));
  }

  private Path certificate() throws IOException {
    Path certificates = directory.resolve("certificates");
    if (!Files.exists(certificates)) {
      KeyPairFiles pair = lab.authority().serverFiles("webhook");
      Files.createDirectories(certificates);
      Files.copy(pair.certificate(), certificates.resolve("tls.crt"));
      Files.copy(pair.key(), certificates.resolve("tls.key"));
    }
    return certificates;
  }

  private static Path classes() {
    try {
      return Path.of(NoOpWebhook.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    processes.reversed().forEach(ServerProcess::close);
  }
}
