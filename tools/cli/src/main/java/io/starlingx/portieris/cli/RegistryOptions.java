/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import io.starlingx.portieris.trust.policy.PemDocument;
import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.trust.registry.TokenSettings;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a command that asks registries: who asks, and whom it believes. */
final class RegistryOptions {

  @Option(
      names = "--docker-config",
      paramLabel = "DIR",
      description = "Directory of config.json. Default: $DOCKER_CONFIG, else ~/.docker.")
  private @Nullable Path dockerConfig;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "PEM certificate authorities, trusted beside the system's.")
  private @Nullable Path authorities;

  @Option(
      names = "--token-realm",
      paramLabel = "HOST[:PORT]",
      description = {
        "A token service that may get credentials though it is on another host;",
        "may be repeated."
      })
  private List<String> tokenRealms = List.of();

  /**
   * Token services beside those on the registry's own host.
   *
   * @throws UserError when one is no token service
   */
  TokenSettings tokenServices() {
    try {
      return new TokenSettings(tokenRealms);
    } catch (IllegalArgumentException e) {
      throw new UserError("--token-realm: " + e.getMessage());
    }
  }

  /**
   * The credentials of the configuration that was named, else of the usual one if there is one.
   *
   * @throws UserError when the file cannot be read
   */
  CredentialStore credentials(Map<String, String> environment) {
    return Optional.ofNullable(dockerConfig)
        .or(() -> usual(environment))
        .map(directory -> directory.resolve("config.json"))
        .map(file -> CredentialStore.of(List.of(content(file, CredentialStore.MAX_DOCUMENT))))
        .orElseGet(CredentialStore::empty);
  }

  private static Optional<Path> usual(Map<String, String> environment) {
    return Optional.ofNullable(environment.get("DOCKER_CONFIG"))
        .filter(directory -> !directory.isEmpty())
        .map(Path::of)
        .or(() -> Optional.of(Path.of(System.getProperty("user.home"), ".docker")))
        .filter(directory -> Files.isRegularFile(directory.resolve("config.json")));
  }

  /**
   * The certificate authorities that were named.
   *
   * @throws UserError when the file cannot be read or holds anything else
   */
  List<X509Certificate> authorities() {
    if (authorities == null) {
      return List.of();
    }
    try {
      return PemDocument.certificates(Files.readString(authorities))
          .orElseThrow(
              () ->
                  new UserError(
                      authorities
                          + ": must hold PEM certificates and nothing else, at most "
                          + PemDocument.MAX_LENGTH
                          + " characters"));
    } catch (CharacterCodingException e) {
      throw new UserError(authorities + ": not UTF-8 text");
    } catch (IOException e) {
      throw unreadable(authorities, e);
    }
  }

  private static byte[] content(Path file, int limit) {
    try {
      if (Files.size(file) > limit) {
        throw new UserError(file + ": longer than " + limit + " bytes");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static UserError unreadable(Path file, IOException e) {
    return new UserError(
        file + (e instanceof NoSuchFileException ? ": no such file" : ": cannot be read"));
  }
}
