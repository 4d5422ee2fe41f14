/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.migrate;

import io.starlingx.portieris.trust.policy.ImagePolicy;
import io.starlingx.portieris.trust.policy.RepositoryRule;
import io.starlingx.portieris.trust.policy.Requirement;
import io.starlingx.portieris.trust.policy.RuleMatch;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is decided otherwise by policies, whatever runs. */
record PolicyChecks(MigrationSettings settings) {

  /** Mistakes for which upstream denies as well. */
  private static final Pattern DENIED_BEFORE =
      Pattern.compile(
          ".*(KeySecret missing in signedBy requirement|invalid SignedIdentity Type"
              + "|expecting https:// or http:// URL).*",
          Pattern.DOTALL);

  private static final Pattern INSIDE =
      Pattern.compile(
          "localhost|.*\\.localhost|127\\..*|169\\.254\\..*|0\\.0\\.0\\.0|\\[?::1]?|\\[?fe80:.*");

  List<MigrationFinding> check(ImagePolicy policy) {
    List<MigrationFinding> findings = new ArrayList<>();
    for (RepositoryRule rule : policy.repositories()) {
      String title = new RuleMatch(policy, rule).title();
      leftOver(policy, rule, title).forEach(findings::add);
      rule.problems().stream()
          .filter(problem -> !DENIED_BEFORE.matcher(problem).matches())
          .forEach(problem -> findings.add(unusable(title, problem)));
      rule.requirements().forEach(r -> findings.addAll(requirement(title, r)));
      if (rule.requirements().stream().anyMatch(Requirement.Trust.class::isInstance)
          && rule.requirements().stream().anyMatch(Requirement.SimpleSigning.class::isInstance)) {
        findings.add(
            new MigrationFinding(
                "both-mechanisms",
                title,
                "denied",
                "passes where both name the same content",
                "nothing; images may pass now"));
      }
    }
    return findings.stream().distinct().toList();
  }

  /** Upstream's own default policy survives its chart. */
  private static Stream<MigrationFinding> leftOver(
      ImagePolicy policy, RepositoryRule rule, String title) {
    boolean unconditional = rule.problems().isEmpty() && rule.requirements().isEmpty();
    return policy.namespace().isEmpty() && policy.name().equals("default") && unconditional
        ? Stream.of(
            new MigrationFinding(
                "left-over-default",
                title,
                "the policy that comes with upstream's chart; it stays when the chart goes",
                "admits whatever it matches, and no value of this chart takes it away",
                "kubectl delete clusterimagepolicy default, where it is not meant"))
        : Stream.empty();
  }

  private static MigrationFinding unusable(String title, String problem) {
    return new MigrationFinding(
        "unusable-rules",
        title,
        "taken",
        "denies what it matches: " + problem,
        "correct it; policy lint tells more");
  }

  private List<MigrationFinding> requirement(String title, Requirement requirement) {
    return switch (requirement) {
      case Requirement.Vulnerability scan ->
          List.of(
              new MigrationFinding(
                  "vulnerability",
                  title,
                  "asks the scan service",
                  "denies what it matches: that service exists no longer",
                  "remove policy.vulnerability"));
      case Requirement.SimpleSigning simple ->
          simple.storeUrl().stream().flatMap(url -> url(title, "storeURL", url)).toList();
      case Requirement.Trust trust ->
          trust.trustServers().stream().flatMap(url -> url(title, "trustServer", url)).toList();
    };
  }

  private Stream<MigrationFinding> url(String title, String field, URI url) {
    List<MigrationFinding> findings = new ArrayList<>();
    if ("http".equalsIgnoreCase(url.getScheme())) {
      findings.add(
          new MigrationFinding(
              "plain-http",
              title + ", " + field + " " + url,
              "asked",
              "asked without credentials: passwords are not sent in clear",
              "use https, where the server wants credentials"));
    }
    String host = url.getHost().toLowerCase(Locale.ROOT);
    if (INSIDE.matcher(host).matches() && settings.allowedAddresses().isEmpty()) {
      findings.add(
          new MigrationFinding(
              "inside-addresses",
              title + ", " + field + " " + url,
              "asked",
              "refused: policies may not lead to loopback and link-local addresses",
              "list the address in the chart's trust.allowedAddresses"));
    }
    return findings.stream();
  }
}
