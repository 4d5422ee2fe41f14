/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.policy.SecretLookup;
import io.starlingx.portieris.trust.policy.SecretReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Secrets from the manifests of a directory. One that names no namespace serves every namespace.
 */
final class SecretManifests implements SecretReader {

  private final List<Secret> secrets;

  private SecretManifests(List<Secret> secrets) {
    this.secrets = secrets;
  }

  /** No Secrets. */
  static SecretManifests none() {
    return new SecretManifests(List.of());
  }

  /**
   * The Secrets of all {@code .yaml}, {@code .yml} and {@code .json} files of a directory. Objects
   * of other kinds are passed over.
   *
   * @throws InputException when there is no such directory or a file cannot be used
   */
  static SecretManifests read(Path directory) {
    List<Secret> secrets = new ArrayList<>();
    for (Path file : files(directory)) {
      for (Manifest manifest : ManifestReader.read(file)) {
        if (manifest.kind().equals("Secret")) {
          secrets.add(Secret.of(manifest));
        }
      }
    }
    return new SecretManifests(secrets);
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().matches(".*\\.(yaml|yml|json)"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new InputException(directory + ": not a directory that can be read");
    }
  }

  @Override
  public SecretLookup read(String namespace, String name, RequestContext context) {
    return find(namespace, name)
        .or(() -> find("", name))
        .<SecretLookup>map(secret -> new SecretLookup.Found(secret.data(), secret.type()))
        .orElseGet(SecretLookup.Missing::new);
  }

  private Optional<Secret> find(String namespace, String name) {
    return secrets.stream()
        .filter(secret -> secret.name().equals(name) && secret.namespace().equals(namespace))
        .findFirst();
  }

  private record Secret(String namespace, String name, Map<String, byte[]> data, String type) {

    private static Secret of(Manifest manifest) {
      if (manifest.name().isEmpty()) {
        throw manifest.mistake("a Secret needs a metadata.name");
      }
      Map<String, byte[]> data = new HashMap<>();
      for (Map.Entry<String, JsonNode> entry : manifest.object().path("data").properties()) {
        data.put(entry.getKey(), decoded(manifest, entry.getKey(), entry.getValue()));
      }
      for (Map.Entry<String, JsonNode> entry : manifest.object().path("stringData").properties()) {
        data.put(entry.getKey(), entry.getValue().asText().getBytes(UTF_8));
      }
      String type = manifest.object().path("type").asText("");
      return new Secret(manifest.namespace(), manifest.name(), data, type);
    }

    private static byte[] decoded(Manifest manifest, String key, JsonNode value) {
      try {
        return Base64.getDecoder().decode(value.asText().replaceAll("\\s", ""));
      } catch (IllegalArgumentException e) {
        throw manifest.mistake("data." + key + " of Secret " + manifest.name() + " is not base64");
      }
    }
  }
}
