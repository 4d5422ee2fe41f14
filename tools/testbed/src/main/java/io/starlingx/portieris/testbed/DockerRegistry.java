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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** A real docker-registry over TLS on a loopback port of its own. It ends with this JVM. */
public final class DockerRegistry implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final int CHEAPEST_HASH = 4;

  private final ServerProcess process;
  private final HttpClient client;
  private final URI url;
  private final RegistryAccess access;

  private DockerRegistry(ServerProcess process, HttpClient client, URI url, RegistryAccess access) {
    this.process = process;
    this.client = client;
    this.url = url;
    this.access = access;
  }

  /**
   * Starts an open registry and waits until it is ready.
   *
   * @param directory an empty or missing folder for its data and log
   * @param authority issues its certificate, for {@code localhost} and 127.0.0.1
   */
  public static DockerRegistry start(Path directory, TestAuthority authority) {
    return start(directory, authority, new RegistryAccess.Open());
  }

  /** As {@link #start(Path, TestAuthority)}, for some only. */
  public static DockerRegistry start(
      Path directory, TestAuthority authority, RegistryAccess access) {
    Path program = DebianPackages.ofThisMachine().program(DebianProgram.DOCKER_REGISTRY);
    int port = FreePort.choose();
    URI url = URI.create("https://localhost:" + port);
    Path config = write(directory.toAbsolutePath(), port, authority, access);
    ServerProcess process =
        ServerProcess.start(
            "docker-registry", directory, List.of(program.toString(), "serve", config.toString()));
    HttpClient client = HttpClient.newBuilder().sslContext(authority.clientContext()).build();
    DockerRegistry registry = new DockerRegistry(process, client, url, access);
    try {
      process.awaitReady(START_LIMIT, HttpProbe.of(client, url.resolve("/v2/"), 200, 401));
      return registry;
    } catch (RuntimeException e) {
      registry.close();
      throw e;
    }
  }

  private static Path write(
      Path directory, int port, TestAuthority authority, RegistryAccess access) {
    KeyPairFiles pair = authority.serverFiles("docker-registry-" + port);
    try {
      Files.createDirectories(directory);
      return Files.writeString(
          directory.resolve("config.yml"),
          """
          version: 0.1
          storage:
            filesystem: {rootdirectory: "%s"}
            delete: {enabled: true}
          http:
            addr: 127.0.0.1:%d
            tls: {certificate: "%s", key: "%s"}
          %s\
          """
              .formatted(
                  directory.resolve("data"),
                  port,
                  pair.certificate(),
                  pair.key(),
                  authentication(directory, access)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String authentication(Path directory, RegistryAccess access) throws IOException {
    return switch (access) {
      case RegistryAccess.Open() -> "";
      case RegistryAccess.Password(String user, String password) -> {
        Path file = directory.resolve("htpasswd");
        Files.writeString(file, user + ":" + hash(password) + "\n");
        yield "auth: {htpasswd: {realm: testbed, path: \"%s\"}}%n".formatted(file);
      }
      case RegistryAccess.Token(URI realm, String service, String issuer, Path certificate) ->
          "auth: {token: {realm: \"%s\", service: \"%s\", issuer: \"%s\", rootcertbundle: \"%s\"}}%n"
              .formatted(realm, service, issuer, certificate);
    };
  }

  private static String hash(String password) {
    byte[] salt = new byte[16];
    new SecureRandom().nextBytes(salt);
    return OpenBSDBCrypt.generate("2y", password.toCharArray(), salt, CHEAPEST_HASH);
  }

  /** {@code localhost:PORT}, as in image names. */
  public String host() {
    return "localhost:" + url.getPort();
  }

  /** The registry's address. */
  public URI url() {
    return url;
  }

  /**
   * Pushes a small OCI image. The same content gives the same digest, other content another; a tag
   * that exists is moved.
   *
   * @param content text without quotes that becomes a label of the image
   */
  public PushedImage push(String repository, String tag, String content) {
    return pusher().pushImage(repository, tag, content);
  }

  /** Pushes the bytes of a manifest or index whose parts are already there. */
  public PushedImage pushManifest(
      String repository, String reference, String mediaType, byte[] manifest) {
    return pusher().pushManifest(repository, reference, mediaType, manifest);
  }

  private ImagePusher pusher() {
    return new ImagePusher(
        client,
        url,
        switch (access) {
          case RegistryAccess.Open(), RegistryAccess.Token(_, _, _, _) -> Map.of();
          case RegistryAccess.Password(String user, String password) ->
              Map.of(
                  "Authorization",
                  "Basic "
                      + Base64.getEncoder()
                          .encodeToString(
                              (user + ":" + password).getBytes(StandardCharsets.UTF_8)));
        });
  }

  /** The running process, for its log and process id. */
  public ServerProcess process() {
    return process;
  }

  @Override
  public void close() {
    process.close();
    client.close();
  }
}
