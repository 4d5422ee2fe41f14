/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.migrate;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.trust.policy.ImagePolicy;
import io.starlingx.portieris.trust.policy.PolicyList;
import io.starlingx.portieris.trust.policy.PolicyReader;
import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.policy.RepositoryRule;
import io.starlingx.portieris.trust.policy.RuleMatch;
import io.starlingx.portieris.webhook.crd.PolicyKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds every policy, Secret and running workload of a cluster about which upstream decides
 * otherwise, as far as objects show it. Reads only.
 *
 * @param policies how many there are
 * @param workloads how many there are
 */
public record MigrationCheck(int policies, int workloads, List<MigrationFinding> findings) {
  public MigrationCheck {
    findings = List.copyOf(findings);
  }

  /**
   * Reads the cluster and compares.
   *
   * @throws IOException when the cluster cannot be read, or has no image policies
   */
  public static MigrationCheck run(KubernetesClient client, MigrationSettings settings)
      throws IOException {
    requireNonNull(client, "client");
    ClusterView cluster = new ClusterView(client);
    List<ImagePolicy> ofCluster = policies(cluster.policies(PolicyKind.CLUSTER_IMAGE_POLICY));
    List<ImagePolicy> ofNamespaces = policies(cluster.policies(PolicyKind.IMAGE_POLICY));
    List<RunningWorkload> workloads = cluster.workloads();
    Map<String, PolicySet> sets = sets(ofCluster, ofNamespaces, workloads);

    List<MigrationFinding> findings = new ArrayList<>();
    PolicyChecks policyChecks = new PolicyChecks(settings);
    List<ImagePolicy> all = new ArrayList<>(ofCluster);
    all.addAll(ofNamespaces);
    all.forEach(policy -> findings.addAll(policyChecks.check(policy)));

    WorkloadChecks workloadChecks = new WorkloadChecks(settings, workloads);
    Map<RuleMatch, Set<String>> uses = workloadChecks.namespacesByRule(workloads, sets);
    SecretChecks secretChecks = new SecretChecks(settings, cluster);
    for (ImagePolicy policy : all) {
      for (RepositoryRule rule : policy.repositories()) {
        RuleMatch match = new RuleMatch(policy, rule);
        findings.addAll(secretChecks.check(match, uses.getOrDefault(match, Set.of())));
      }
    }
    PullSecretChecks pullSecretChecks = new PullSecretChecks(cluster, workloadChecks);
    for (RunningWorkload workload : workloads) {
      PolicySet set = requireNonNull(sets.get(workload.namespace()));
      findings.addAll(workloadChecks.check(workload, set));
      findings.addAll(pullSecretChecks.check(workload, set));
    }
    cluster.foreignResources().forEach(resource -> findings.add(foreign(resource)));
    return new MigrationCheck(all.size(), workloads.size(), findings.stream().distinct().toList());
  }

  private static List<ImagePolicy> policies(List<JsonNode> objects) {
    return objects.stream().map(PolicyReader::read).toList();
  }

  /** The policies that count in each namespace where something runs. */
  private static Map<String, PolicySet> sets(
      List<ImagePolicy> ofCluster,
      List<ImagePolicy> ofNamespaces,
      List<RunningWorkload> workloads) {
    Map<String, List<ImagePolicy>> own = new LinkedHashMap<>();
    ofNamespaces.forEach(
        policy ->
            own.computeIfAbsent(policy.namespace().orElse(""), n -> new ArrayList<>()).add(policy));
    PolicyList shared = PolicyList.of(ofCluster);
    Map<String, PolicySet> sets = new HashMap<>();
    workloads.forEach(
        workload ->
            sets.computeIfAbsent(
                workload.namespace(),
                n -> new PolicySet(PolicyList.of(own.getOrDefault(n, List.of())), shared)));
    return sets;
  }

  private static MigrationFinding foreign(String resource) {
    return new MigrationFinding(
        "foreign-kinds",
        resource,
        "every such object is denied as not supported",
        "not looked at; the pods that it makes are",
        "nothing; such objects can be created now");
  }
}
