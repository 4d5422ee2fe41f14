/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Reads {@code docker_http_proxy}, {@code docker_https_proxy} and {@code docker_no_proxy}. */
final class ProxyReader {

  /** What the platform itself adds wherever a proxy is set, and the services of the cluster. */
  private static final List<String> NEVER =
      List.of("localhost", "127.0.0.1", "registry.local", ".svc", ".cluster.local");

  private ProxyReader() {}

  static OutboundProxy read(Variables variables) {
    Optional<String> http = variables.find("docker_http_proxy").flatMap(WebUrl::proxy);
    Optional<String> https = variables.find("docker_https_proxy").flatMap(WebUrl::proxy);
    LinkedHashSet<String> no = new LinkedHashSet<>();
    variables.find("docker_no_proxy").ifPresent(value -> no.addAll(hosts(value)));
    if (http.isPresent() || https.isPresent()) {
      no.addAll(NEVER);
    }
    return new OutboundProxy(http, https, List.copyOf(no));
  }

  private static List<String> hosts(Value value) {
    String accepted = "a domain name or an address, no wildcard and no subnet";
    List<String> hosts = new ArrayList<>();
    for (Value element : value.list("a list of domain names and addresses")) {
      element
          .text(accepted)
          .ifPresent(
              host -> {
                if (HostName.isDomainOrAddress(host)) {
                  hosts.add(host);
                } else {
                  element.problem(
                      "Invalid addresses: this is neither a domain name nor an address", accepted);
                }
              });
    }
    return hosts;
  }
}
