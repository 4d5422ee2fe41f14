/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds checks of a usable rule that check nothing, or cannot succeed. */
final class RequirementLint {

  private static final String DOCKER_NOTARY = "notary.docker.io";

  private RequirementLint() {}

  static List<PolicyFinding> check(RepositoryRule rule, JsonNode policy, String path) {
    List<PolicyFinding> findings = new ArrayList<>();
    if (policy.isMissingNode() || policy.isNull()) {
      findings.add(
          nothing(
              path,
              "there is no policy, so whatever the rule matches is admitted",
              "write 'policy: {}' if that is meant; else check the indentation below it"));
    }
    boolean trustIsOff = !policy.path("trust").path("enabled").asBoolean(false);
    if (policy.path("trust").isObject() && trustIsOff && !policy.path("trust").has("enabled")) {
      findings.add(
          nothing(
              path + ".trust",
              "trust without 'enabled: true' checks nothing",
              "add 'enabled: true', or 'enabled: false' if that is meant"));
    }
    JsonNode simple = policy.path("simple");
    if (simple.isObject() && simple.path("requirements").isEmpty()) {
      findings.add(
          nothing(
              path + ".simple",
              "simple signing without requirements checks nothing",
              "add a requirement, or remove 'simple'"));
    }
    rule.requirements()
        .forEach(requirement -> findings.addAll(requirement(rule, requirement, path)));
    return findings;
  }

  private static List<PolicyFinding> requirement(
      RepositoryRule rule, Requirement requirement, String path) {
    return switch (requirement) {
      case Requirement.Vulnerability scan ->
          List.of(
              PolicyFinding.warning(
                  "requirement/vulnerability",
                  path + ".vulnerability.ICCRVA",
                  "the scan service exists no longer; the rule denies what it matches",
                  "remove 'vulnerability'"));
      case Requirement.SimpleSigning simple -> simple(simple, path + ".simple");
      case Requirement.Trust trust -> trust(rule.name(), trust, path + ".trust");
    };
  }

  private static List<PolicyFinding> simple(Requirement.SimpleSigning simple, String path) {
    return simple.storeUrl().filter(RequirementLint::isPlain).stream()
        .map(url -> plain(path + ".storeURL", url))
        .toList();
  }

  private static List<PolicyFinding> trust(String pattern, Requirement.Trust trust, String path) {
    List<PolicyFinding> findings = new ArrayList<>();
    String field = trust.trustServers().size() > 1 ? ".trustServers" : ".trustServer";
    for (URI server : trust.trustServers()) {
      if (isPlain(server)) {
        findings.add(plain(path + field, server));
      }
      if (server.getHost().toLowerCase(Locale.ROOT).equals(DOCKER_NOTARY)) {
        findings.add(deadServer(path + field));
      }
    }
    if (trust.trustServers().isEmpty()) {
      withoutServer(pattern, path).ifPresent(findings::add);
    }
    return findings;
  }

  /** Which server is asked then depends on the registry. */
  private static Optional<PolicyFinding> withoutServer(String pattern, String path) {
    int slash = pattern.indexOf('/');
    String host = (slash < 0 ? "" : pattern.substring(0, slash)).toLowerCase(Locale.ROOT);
    if ((slash < 0 && pattern.indexOf('*') < 0) || isOf(host, "docker.io")) {
      return Optional.of(deadServer(path + ".trustServer"));
    }
    return isOf(host, "quay.io")
        ? Optional.empty()
        : Optional.of(
            PolicyFinding.warning(
                "server/none",
                path + ".trustServer",
                "no trust server is named; images of a registry that the chart's trust.servers does"
                    + " not list are denied",
                "name a trustServer, or list the registry in trust.servers"));
  }

  private static boolean isOf(String host, String domain) {
    return host.equals(domain) || host.endsWith("." + domain);
  }

  private static PolicyFinding deadServer(String path) {
    return PolicyFinding.warning(
        "server/retired",
        path,
        DOCKER_NOTARY + " is asked, which is being retired; without it the rule denies",
        "name a trust server of your own");
  }

  private static PolicyFinding plain(String path, URI url) {
    return PolicyFinding.warning(
        "server/http",
        path,
        url + " is asked without TLS and without credentials: others can read and answer",
        "use https");
  }

  private static PolicyFinding nothing(String path, String message, String mend) {
    return PolicyFinding.warning("requirement/none", path, message, mend);
  }

  private static boolean isPlain(URI url) {
    return "http".equalsIgnoreCase(url.getScheme());
  }
}
