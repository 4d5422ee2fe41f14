/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.migrate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.starlingx.portieris.trust.policy.RepositoryRule;
import io.starlingx.portieris.trust.policy.Requirement;
import io.starlingx.portieris.trust.policy.RuleMatch;
import io.starlingx.portieris.trust.policy.SignerSecret;
import io.starlingx.portieris.trust.policy.SigningRequirement.SignedBy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which Secrets that rules name are read from another place, or count otherwise. */
final class SecretChecks {

  private final MigrationSettings settings;
  private final ClusterView cluster;

  SecretChecks(MigrationSettings settings, ClusterView cluster) {
    this.settings = settings;
    this.cluster = cluster;
  }

  /** A Secret that a rule names, and the namespace that it states. */
  private record Named(String name, Optional<String> stated) {}

  /**
   * What changes for one rule.
   *
   * @param namespaces of workloads that the rule decides about
   */
  List<MigrationFinding> check(RuleMatch match, Set<String> namespaces) throws IOException {
    List<MigrationFinding> findings = new ArrayList<>();
    for (Named secret : named(match.rule())) {
      Optional<MigrationFinding> finding =
          match.policy().namespace().isEmpty()
              ? ofCluster(match, secret, namespaces)
              : ofNamespace(match, secret, match.policy().namespace().get());
      finding.ifPresent(findings::add);
    }
    sameSigner(match, namespaces).ifPresent(findings::add);
    return findings.stream().distinct().toList();
  }

  private static List<Named> named(RepositoryRule rule) {
    List<Named> secrets = new ArrayList<>();
    for (Requirement requirement : rule.requirements()) {
      switch (requirement) {
        case Requirement.Trust trust ->
            trust.signerSecrets().forEach(s -> secrets.add(new Named(s.name(), s.namespace())));
        case Requirement.SimpleSigning simple -> {
          List<SignedBy> signed =
              simple.requirements().stream()
                  .filter(SignedBy.class::isInstance)
                  .map(SignedBy.class::cast)
                  .toList();
          signed.forEach(s -> secrets.add(new Named(s.keySecret(), s.keySecretNamespace())));
          simple
              .storeSecret()
              .filter(name -> !signed.isEmpty())
              .ifPresent(
                  name ->
                      secrets.add(
                          new Named(
                              name,
                              signed.stream()
                                  .flatMap(s -> s.storeSecretNamespace().stream())
                                  .findFirst())));
        }
        case Requirement.Vulnerability scan -> {}
      }
    }
    return secrets;
  }

  /** Upstream reads it where each workload is; here it is the webhook's, unless it is stated. */
  private Optional<MigrationFinding> ofCluster(
      RuleMatch match, Named secret, Set<String> namespaces) throws IOException {
    if (secret.stated().isPresent()) {
      return Optional.empty();
    }
    String home = settings.webhookNamespace();
    Optional<Map<String, byte[]>> here = cluster.secret(home, secret.name());
    List<String> others = new ArrayList<>();
    for (String namespace : namespaces) {
      Optional<Map<String, byte[]>> there = cluster.secret(namespace, secret.name());
      if (!same(here, there)) {
        others.add(namespace);
      }
    }
    if (here.isPresent() && others.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new MigrationFinding(
            "secrets",
            match.title() + ", Secret " + secret.name(),
            "read from the namespace of each workload",
            "read from "
                + home
                + (here.isEmpty() ? ", where it is missing" : "")
                + (others.isEmpty() ? "" : "; not the same in " + String.join(", ", others)),
            "create it in " + home + ", or state its namespace in the policy"));
  }

  private static boolean same(
      Optional<Map<String, byte[]>> here, Optional<Map<String, byte[]>> there) {
    if (here.isEmpty() || there.isEmpty()) {
      return here.isEmpty() && there.isEmpty();
    }
    return here.get().keySet().equals(there.get().keySet())
        && here.get().keySet().stream()
            .allMatch(key -> Arrays.equals(here.get().get(key), there.get().get(key)));
  }

  private Optional<MigrationFinding> ofNamespace(RuleMatch match, Named secret, String own) {
    return secret
        .stated()
        .filter(namespace -> !namespace.equals(own))
        .filter(namespace -> !settings.secretNamespaces().contains(namespace))
        .map(
            namespace ->
                new MigrationFinding(
                    "secrets",
                    match.title() + ", Secret " + namespace + "/" + secret.name(),
                    "read from there",
                    "denied: an ImagePolicy may name Secrets of other namespaces only where the"
                        + " chart lists them",
                    "list " + namespace + " in the chart's policySecrets.namespaces"));
  }

  /** Two Secrets that name one signer. */
  private Optional<MigrationFinding> sameSigner(RuleMatch match, Set<String> namespaces)
      throws IOException {
    for (Requirement requirement : match.rule().requirements()) {
      if (!(requirement instanceof Requirement.Trust trust) || trust.signerSecrets().size() < 2) {
        continue;
      }
      for (String namespace : match.policy().namespace().map(Set::of).orElse(namespaces)) {
        Set<String> names = new HashSet<>();
        for (SignerSecret secret : trust.signerSecrets()) {
          Optional<String> name =
              cluster
                  .secret(secret.namespace().orElse(namespace), secret.name())
                  .flatMap(data -> Optional.ofNullable(data.get("name")))
                  .map(text -> new String(text, UTF_8).strip());
          if (name.isPresent() && !names.add(name.get())) {
            return Optional.of(
                new MigrationFinding(
                    "same-signer",
                    match.title() + ", signer " + name.get(),
                    "one key for each name of a signer",
                    "the key of each must have signed",
                    "remove the Secret that is out of date from signerSecrets"));
          }
        }
      }
    }
    return Optional.empty();
  }
}
