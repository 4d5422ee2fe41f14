/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.starlingx.portieris.trust.Identity;
import io.starlingx.portieris.webhook.migrate.MigrationSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Of a chart's values, those that verdicts depend on. */
public final class MigrationValues {

  private MigrationValues() {}

  /**
   * Reads files as Helm does: a list of a later file replaces that of an earlier one.
   *
   * @throws IllegalArgumentException when a file cannot be read
   */
  public static MigrationSettings read(List<Path> files, String webhookNamespace) {
    List<Identity> identities = List.of();
    List<String> namespaces = List.of();
    List<String> addresses = List.of();
    List<String> servers = List.of();
    for (Path file : files) {
      JsonNode values = tree(file);
      if (values.at("/trust/identities").isArray()) {
        identities = identities(values.at("/trust/identities"));
      }
      if (values.at("/trust/servers").isArray()) {
        servers = texts(values.at("/trust/servers"), "registry");
      }
      if (values.at("/trust/allowedAddresses").isArray()) {
        addresses = texts(values.at("/trust/allowedAddresses"), "");
      }
      if (values.at("/policySecrets/namespaces").isArray()) {
        namespaces = texts(values.at("/policySecrets/namespaces"), "");
      }
    }
    return new MigrationSettings(webhookNamespace, identities, namespaces, servers, addresses);
  }

  private static List<Identity> identities(JsonNode list) {
    List<Identity> identities = new ArrayList<>();
    list.forEach(
        entry ->
            identities.add(
                new Identity(
                    entry.path("prefix").asText(""), entry.path("signedPrefix").asText(""))));
    return identities;
  }

  private static List<String> texts(JsonNode list, String member) {
    List<String> texts = new ArrayList<>();
    list.forEach(entry -> texts.add((member.isEmpty() ? entry : entry.path(member)).asText("")));
    return texts;
  }

  private static JsonNode tree(Path file) {
    try {
      return new YAMLMapper().readTree(Files.readString(file));
    } catch (IOException e) {
      throw new IllegalArgumentException("--values " + file + ": cannot be read as YAML", e);
    }
  }
}
