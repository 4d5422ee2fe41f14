/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads {@code image_trust}. */
final class ImageTrustReader {

  /** The name of a namespace. */
  static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  static final String LABELS = "lower-case letters, digits and '-', at most 63";

  static final String KEYS =
      "enabled, ca_cert, notary_servers, policies, identities, excluded_namespaces, replicas,"
          + " failure_policy";

  private static final int MOST_REPLICAS = 99;

  private final CaReader authorities;
  private final List<Mirror> mirrors;

  ImageTrustReader(CaReader authorities, List<Mirror> mirrors) {
    this.authorities = authorities;
    this.mirrors = mirrors;
  }

  ImageTrustSection read(Section section) {
    boolean enabled = section.find("enabled").flatMap(Value::flag).orElse(true);
    Optional<CaBundle> ca =
        section.find("ca_cert").flatMap(value -> authorities.read(value, "ca_cert"));
    NotaryServers servers =
        section
            .find("notary_servers")
            .map(value -> new NotaryServersReader(authorities).read(value))
            .orElseGet(() -> new NotaryServers(List.of()));
    List<TrustPolicy> policies =
        section
            .find("policies")
            .map(
                value ->
                    new PoliciesReader(new RuleReader(new ServerChoice(servers, mirrors)))
                        .read(value))
            .orElseGet(List::of);
    section.find("identities"); // read before, see MirrorsReader
    List<String> excluded =
        section.find("excluded_namespaces").map(ImageTrustReader::namespaces).orElseGet(List::of);
    OptionalInt replicas =
        section
            .find("replicas")
            .map(value -> value.number(1, MOST_REPLICAS))
            .orElseGet(OptionalInt::empty);
    Optional<String> failurePolicy =
        section.find("failure_policy").flatMap(value -> value.choice(List.of("Fail", "Ignore")));
    section.end();
    if (!enabled) {
      section.value().notice("enabled is false: the section is checked and nothing is written", "");
    }
    return new ImageTrustSection(
        enabled, ca, servers.entries(), policies, excluded, replicas, failurePolicy);
  }

  private static List<String> namespaces(Value value) {
    List<String> namespaces = new ArrayList<>();
    for (Value element : value.list("a list of namespaces")) {
      element
          .text(LABELS)
          .ifPresent(
              name -> {
                if (LABEL.matcher(name).matches()) {
                  namespaces.add(name);
                } else {
                  element.problem("is not the name of a namespace", LABELS);
                }
              });
    }
    return namespaces;
  }
}
