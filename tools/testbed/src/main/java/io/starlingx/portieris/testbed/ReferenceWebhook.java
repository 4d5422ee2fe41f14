/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed;

import io.starlingx.portieris.testbed.kubernetes.ReferenceWebhookBinary;
import io.starlingx.portieris.testbed.process.FreePort;
import io.starlingx.portieris.testbed.process.HttpProbe;
import io.starlingx.portieris.testbed.process.ServerProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * An admission webhook that does for each image what a webhook of the Notary project's own client
 * library, which is written in Go, has to do, and nothing else: it has no policies, asks no API
 * server, keeps trust data in files of its own. It wants a signature of a role that holds the
 * signer's key of every image of a Deployment. A yardstick; it ends with this JVM.
 */
public final class ReferenceWebhook implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(1);

  private final ServerProcess process;
  private final URI url;

  private ReferenceWebhook(ServerProcess process, URI url) {
    this.process = process;
    this.url = url;
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param directory an empty or missing folder for trust data and its log
   * @param authority issues its certificate; the trust server's, too, has to be of it
   * @param signer whose signature is wanted: of the role {@code targets/<signer>}
   * @param signerKey the signer's public key or certificate, a PEM file
   */
  public static ReferenceWebhook start(
      Path directory, TestAuthority authority, URI trustServer, String signer, Path signerKey) {
    Path program = ReferenceWebhookBinary.obtain(System.getenv(), Progress.onStandardError());
    int port = FreePort.choose();
    KeyPairFiles pair = authority.serverFiles("reference-webhook-" + port);
    ServerProcess process =
        ServerProcess.start(
            "reference-webhook",
            directory,
            List.of(
                program.toString(),
                "--listen=127.0.0.1:" + port,
                "--certificate=" + pair.certificate().toAbsolutePath(),
                "--key=" + pair.key().toAbsolutePath(),
                "--authority=" + authority.certificateFile().toAbsolutePath(),
                "--trust-server=" + trustServer,
                "--signer=" + signer,
                "--signer-key=" + signerKey.toAbsolutePath(),
                "--state=" + directory.resolve("trust").toAbsolutePath()));
    URI url = URI.create("https://localhost:" + port + "/admit");
    try (HttpClient client =
        HttpClient.newBuilder().sslContext(authority.clientContext()).build()) {
      process.awaitReady(START_LIMIT, HttpProbe.of(client, url.resolve("/health/readiness"), 200));
      return new ReferenceWebhook(process, url);
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  /** Of its admission path. */
  public URI url() {
    return url;
  }

  /** The running process, for its log and process id. */
  public ServerProcess process() {
    return process;
  }

  @Override
  public void close() {
    process.close();
  }
}
