/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Checks the certificates that the platform takes for itself, by its rules. What they hold is not
 * read: keys are among them.
 */
final class PlatformCertificates {

  private static final String ACCEPTED = "absolute path of a PEM file, or base64 of such a file";
  private static final List<String> LOCAL_ISSUER =
      List.of("system_root_ca_cert", "system_local_ca_cert", "system_local_ca_key");
  private static final List<String> ETCD = List.of("etcd_root_ca_cert", "etcd_root_ca_key");

  private final Variables variables;

  PlatformCertificates(Variables variables) {
    this.variables = variables;
  }

  void check() {
    together(ETCD, "etcd_root_ca_cert and etcd_root_ca_key must be provided as a pair");
    together(
        LOCAL_ISSUER,
        "To set the local issuer, system_root_ca_cert, system_local_ca_cert and"
            + " system_local_ca_key must be provided.");
    boolean subcloud =
        variables
            .find("distributed_cloud_role")
            .filter(role -> role.written().equals("subcloud"))
            .isPresent();
    if (subcloud) {
      LOCAL_ISSUER.forEach(
          name ->
              given(name)
                  .ifPresent(
                      value ->
                          value.notice(
                              "is not taken on a subcloud: the system controller's is", "")));
    }
  }

  private void together(List<String> names, String otherwise) {
    List<Value> given = names.stream().flatMap(name -> given(name).stream()).toList();
    if (!given.isEmpty() && given.size() < names.size()) {
      given.getFirst().problem(otherwise, "all of " + String.join(", ", names) + ", or none");
    }
    names.forEach(name -> given(name).ifPresent(value -> form(name, value)));
  }

  /** The value, unless it is the empty text that stands for none. */
  private Optional<Value> given(String name) {
    return variables
        .find(name)
        .filter(value -> value.isOpaque() || !value.isText() || !value.written().isBlank());
  }

  private static void form(String name, Value value) {
    if (value.isOpaque()) {
      return;
    }
    value
        .text(ACCEPTED)
        .filter(text -> !isPem(text))
        .ifPresent(
            text -> {
              if (!text.startsWith("/") || text.contains("\n")) {
                value.problem("is neither an absolute path nor base64 of PEM", ACCEPTED);
              } else {
                ControllerFile.of(text)
                    .filter(ControllerFile::isMissing)
                    .ifPresent(file -> value.notice(name + " file not found. (" + text + ")", ""));
              }
            });
  }

  private static boolean isPem(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text.replaceAll("\\s", ""));
      return new String(bytes, StandardCharsets.ISO_8859_1).contains("-----BEGIN");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
