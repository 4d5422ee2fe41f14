/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.framework.cluster.Cluster;
import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.rest.AccessToken;
import io.starlingx.portieris.framework.rest.RequestLimits;
import io.starlingx.portieris.framework.rest.RestServer;
import io.starlingx.portieris.framework.rest.ServerSettings;
import io.starlingx.portieris.webhook.certificate.ServingCertificate;
import io.starlingx.portieris.webhook.certificate.ServingKey;
import io.starlingx.portieris.webhook.certificate.UnusableCertificateException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves the platform's REST API until it is ended. */
@Command(
    name = "serve",
    description = {
      "Serve the platform's REST API for applications and Helm overrides.",
      "The StarlingX client works with it: system --os-auth-token TOKEN --system-url URL ..."
    })
final class ServeCommand extends SessionCommand {

  private final Logger jetty = Logger.getLogger("org.eclipse.jetty");

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      description =
          "Address to listen on; default: 127.0.0.1. Any but a loopback address needs TLS.")
  private InetAddress address = InetAddress.getLoopbackAddress();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port; 0 for any free one; default: ${DEFAULT-VALUE}.")
  private int port = ServerSettings.PLATFORM_PORT;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "The token that clients must send, in a file that only its owner may read; default: a"
              + " random one, printed once.")
  private Optional<Path> tokenFile = Optional.empty();

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "The server's certificates in PEM, its own first; with --tls-key.")
  private Optional<Path> certificates = Optional.empty();

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "The private key in PEM, without password; with --tls-cert.")
  private Optional<Path> key = Optional.empty();

  @Override
  int run(SystemSession session) throws ClusterUnreachableException, IOException {
    if (certificates.isPresent() != key.isPresent()) {
      return refuse("--tls-cert and --tls-key go together: give both or none");
    }
    Optional<String> refusal = ServerSettings.refusal(address, key.isPresent());
    if (refusal.isPresent()) {
      return refuse(refusal.get());
    }
    String random = AccessToken.random(new SecureRandom());
    try {
      AccessToken token =
          tokenFile.isPresent() ? AccessToken.read(tokenFile.get()) : AccessToken.of(random);
      ServerSettings settings = new ServerSettings(address, port, tls(), RequestLimits.standard());
      serve(session, settings, token, random);
      return DONE;
    } catch (NoSuchFileException e) {
      return refuse(e.getFile() + " does not exist");
    } catch (AccessDeniedException e) {
      return refuse(e.getFile() + " cannot be read");
    } catch (IOException e) {
      return refuse(String.valueOf(e.getMessage()));
    }
  }

  private void serve(
      SystemSession session, ServerSettings settings, AccessToken token, String random)
      throws ClusterUnreachableException, IOException {
    jetty.setLevel(Level.WARNING);
    Cluster cluster = session.cluster();
    try (RestServer server =
        RestServer.start(
            settings,
            token,
            session.framework(),
            session.bundles(),
            cluster,
            session.clock(),
            this::hear)) {
      print(greeting(server.url(), random));
      Thread atExit = new Thread(server::close);
      Runtime.getRuntime().addShutdownHook(atExit);
      try {
        new CountDownLatch(1).await();
      } finally {
        Runtime.getRuntime().removeShutdownHook(atExit);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Every request and every step of an operation, so after every call of Helm as well. */
  private void hear(String line) {
    tell(line);
    EndSignals.takeBack();
  }

  private Optional<SSLContext> tls() throws IOException {
    return certificates.isPresent() && key.isPresent()
        ? Optional.of(context(certificates.get(), key.get()))
        : Optional.empty();
  }

  private static SSLContext context(Path certificates, Path key) throws IOException {
    try {
      ServingCertificate serving = new ServingCertificate();
      serving.use(
          ServingKey.read(
              Files.readString(certificates),
              certificates.toString(),
              Files.readString(key),
              key.toString()));
      return serving.context();
    } catch (UnusableCertificateException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private String greeting(String url, String random) {
    String given = tokenFile.map(file -> "\"$(cat " + file + ")\"").orElse(random);
    String shown = tokenFile.isPresent() ? "" : "Token (not shown again): " + random + "\n";
    return "Serving at "
        + url
        + "\n"
        + shown
        + "Try: system --os-auth-token "
        + given
        + " --system-url "
        + url
        + " application-list\n";
  }
}
