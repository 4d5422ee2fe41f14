/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import io.starlingx.portieris.trust.registry.CredentialStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where docker keeps credentials. */
final class DockerConfig {

  private DockerConfig() {}

  /** The directory with {@code config.json}: the one named, else the usual one if it has one. */
  static Optional<Path> directory(@Nullable Path named, Map<String, String> environment) {
    return Optional.ofNullable(named).or(() -> usual(environment));
  }

  private static Optional<Path> usual(Map<String, String> environment) {
    return Optional.ofNullable(environment.get("DOCKER_CONFIG"))
        .filter(directory -> !directory.isEmpty())
        .map(Path::of)
        .or(() -> Optional.of(Path.of(System.getProperty("user.home"), ".docker")))
        .filter(directory -> Files.isRegularFile(directory.resolve("config.json")));
  }

  /**
   * The credentials in {@code config.json}.
   *
   * @throws UserError when it cannot be read
   */
  static CredentialStore read(Path directory) {
    Path file = directory.resolve("config.json");
    try {
      if (Files.size(file) > CredentialStore.MAX_DOCUMENT) {
        throw new UserError(file + " is larger than 1 MiB");
      }
      return CredentialStore.of(List.of(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UserError(file + " cannot be read");
    }
  }
}
