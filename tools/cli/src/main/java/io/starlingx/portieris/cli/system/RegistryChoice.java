/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.app.push.PushCredentials;
import io.starlingx.portieris.framework.image.MirrorSettings;
import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.trust.registry.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The registry that was chosen, with who one is to it.
 *
 * @param registry host or host:port
 * @param authorities a file of PEM certificates
 * @param dockerConfig the folder of config.json; empty for the usual one
 */
record RegistryChoice(String registry, Optional<Path> authorities, Optional<Path> dockerConfig) {

  private static final String FILE = "config.json";

  /** The same choice for another process. */
  List<String> options() {
    List<String> options = new ArrayList<>(List.of("--registry=" + registry));
    authorities.ifPresent(file -> options.add("--registry-ca=" + file));
    dockerConfig.ifPresent(directory -> options.add("--docker-config=" + directory));
    return options;
  }

  /**
   * What the choice means.
   *
   * @throws IOException when a named file cannot be read or is not what it should be
   */
  MirrorSettings settings(Map<String, String> environment) throws IOException {
    if (!registry.matches("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9.-]+)(:[0-9]{1,5})?")) {
      throw new IOException("--registry " + registry + " is not of the form HOST[:PORT]");
    }
    CredentialStore store = credentials(environment);
    return new MirrorSettings(
        registry, certificates(), repository -> credentials(store, repository));
  }

  private CredentialStore credentials(Map<String, String> environment) throws IOException {
    Optional<Path> directory =
        dockerConfig
            .or(() -> Optional.ofNullable(environment.get("DOCKER_CONFIG")).map(Path::of))
            .or(() -> Optional.ofNullable(environment.get("HOME")).map(h -> Path.of(h, ".docker")))
            .filter(found -> dockerConfig.isPresent() || Files.isReadable(found.resolve(FILE)));
    if (directory.isEmpty()) {
      return CredentialStore.empty();
    }
    Path file = directory.get().resolve(FILE);
    if (Files.size(file) > CredentialStore.MAX_DOCUMENT) {
      throw new IOException(file + " is longer than " + CredentialStore.MAX_DOCUMENT + " bytes");
    }
    return CredentialStore.of(List.of(Files.readAllBytes(file)));
  }

  private static PushCredentials credentials(CredentialStore store, String repository) {
    return store.matching(repository).stream()
        .findFirst()
        .<PushCredentials>map(
            found ->
                switch (found) {
                  case Credentials.Basic(String user, String password) ->
                      new PushCredentials.Password(user, password);
                  case Credentials.IdentityToken(String token) ->
                      new PushCredentials.IdentityToken(token);
                  case Credentials.RegistryToken(String host, String token) ->
                      new PushCredentials.RegistryToken(token);
                  case Credentials.Anonymous nobody -> new PushCredentials.Anonymous();
                })
        .orElseGet(PushCredentials.Anonymous::new);
  }

  private List<X509Certificate> certificates() throws IOException {
    if (authorities.isEmpty()) {
      return List.of();
    }
    try (var in = Files.newInputStream(authorities.get())) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (CertificateException e) {
      throw new IOException(authorities.get() + " must hold PEM certificates", e);
    }
  }
}
