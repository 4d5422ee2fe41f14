/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed;

import io.starlingx.portieris.testbed.debian.DebianPackages;
import io.starlingx.portieris.testbed.debian.DebianProgram;
import io.starlingx.portieris.testbed.process.FreePort;
import io.starlingx.portieris.testbed.process.HttpProbe;
import io.starlingx.portieris.testbed.process.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A real notary-server over TLS on a loopback port of its own, with its data in memory and its
 * timestamp and snapshot keys in itself. It ends with this JVM.
 */
public final class NotaryServer implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final ServerProcess process;
  private final URI url;
  private final TestAuthority authority;

  private NotaryServer(ServerProcess process, URI url, TestAuthority authority) {
    this.process = process;
    this.url = url;
    this.authority = authority;
  }

  /**
   * Starts a server and waits until it is ready.
   *
   * @param directory an empty or missing folder for its configuration and log
   * @param authority issues its certificate, for {@code localhost} and 127.0.0.1
   */
  public static NotaryServer start(Path directory, TestAuthority authority) {
    Path program = DebianPackages.ofThisMachine().program(DebianProgram.NOTARY_SERVER);
    int port = FreePort.choose();
    URI url = URI.create("https://localhost:" + port);
    Path config = write(directory.toAbsolutePath(), port, authority);
    ServerProcess process =
        ServerProcess.start(
            "notary-server", directory, List.of(program.toString(), "-config", config.toString()));
    try (HttpClient client =
        HttpClient.newBuilder().sslContext(authority.clientContext()).build()) {
      process.awaitReady(
          START_LIMIT, HttpProbe.of(client, url.resolve("/_notary_server/health"), 200));
      return new NotaryServer(process, url, authority);
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  private static Path write(Path directory, int port, TestAuthority authority) {
    KeyPairFiles pair = authority.serverFiles("notary-server-" + port);
    try {
      Files.createDirectories(directory);
      return Files.writeString(
          directory.resolve("notary-server.json"),
          """
          {
            "server": {
              "http_addr": "127.0.0.1:%d",
              "tls_cert_file": "%s",
              "tls_key_file": "%s"
            },
            "trust_service": {"type": "local", "key_algorithm": "ecdsa"},
            "storage": {"backend": "memory"},
            "logging": {"level": "info"}
          }
          """
              .formatted(port, pair.certificate(), pair.key()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server's address. */
  public URI url() {
    return url;
  }

  /**
   * Makes a client with keys of its own.
   *
   * @param trustDirectory where it keeps keys and metadata, made when missing
   */
  public NotaryClient client(Path trustDirectory) {
    return new NotaryClient(
        DebianPackages.ofThisMachine().program(DebianProgram.NOTARY),
        url,
        authority.certificateFile(),
        trustDirectory.toAbsolutePath());
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
