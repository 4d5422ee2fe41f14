/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.trust.policy.ImagePolicy;
import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.webhook.log.EventLog;
import io.starlingx.portieris.webhook.review.PolicySource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All policies of the cluster, kept current by watching them. A connection can go silent without
 * breaking, and whoever watches over it hears of no change any more; so what was heard is compared
 * now and then with what the API server lists, and a watch that stays behind is replaced.
 */
public final class PolicyInformers implements PolicySource, AutoCloseable {

  private static final EventLog LOG = EventLog.of(PolicyInformers.class);

  private final KubernetesClient client;
  private final PolicyStatuses statuses;
  private volatile PolicyWatch current;
  private Optional<PolicyWatch> successor = Optional.empty();
  private Map<String, String> behind = Map.of(); // uid to what was known of it at the last look

  private PolicyInformers(KubernetesClient client, PolicyStatuses statuses) {
    this.client = requireNonNull(client, "client");
    this.statuses = requireNonNull(statuses, "statuses");
    this.current = PolicyWatch.start(client, statuses);
  }

  /** Begins to list and watch; returns at once. */
  public static PolicyInformers start(KubernetesClient client) {
    return start(client, new PolicyStatuses(client));
  }

  /** As {@link #start(KubernetesClient)}; {@code statuses} hears of each policy. */
  public static PolicyInformers start(KubernetesClient client, PolicyStatuses statuses) {
    return new PolicyInformers(client, statuses);
  }

  /** Whether every policy that existed at the start is known. */
  public boolean synced() {
    return current.synced();
  }

  @Override
  public Optional<PolicySet> policies(String namespace) {
    return current.policies(namespace);
  }

  /** Every policy of a namespace. */
  public List<ImagePolicy> imagePolicies() {
    return current.imagePolicies();
  }

  /** Every policy of the cluster. */
  public List<ImagePolicy> clusterImagePolicies() {
    return current.clusterImagePolicies();
  }

  /**
   * Compares; to be called about twice a minute. A policy that was behind at the last look and of
   * which nothing was heard since shows that nothing will be: from then on others watch.
   */
  public synchronized void compare() {
    if (successor.isPresent()) {
      takeOver(successor.get());
      return;
    }
    try {
      Map<String, String> known = current.known();
      Map<String, String> late = late(known, current.listed());
      if (late.entrySet().stream().anyMatch(policy -> isStill(behind, policy))) {
        LOG.warn(
            "nothing is heard of changes of policies, watching them anew",
            EventLog.fields().with("policies", late.size()));
        successor = Optional.of(PolicyWatch.start(client, statuses));
        late = Map.of();
      }
      behind = late;
    } catch (KubernetesClientException e) {
      LOG.warn(
          "policies cannot be compared, those last seen count",
          EventLog.fields().with("cause", ApiFailure.cause(e)));
    }
  }

  /** What is known of each policy that differs from what is listed; empty text for nothing. */
  private static Map<String, String> late(Map<String, String> known, Map<String, String> listed) {
    Map<String, String> late = new HashMap<>();
    listed.forEach(
        (uid, version) -> {
          if (!version.equals(known.get(uid))) {
            late.put(uid, known.getOrDefault(uid, ""));
          }
        });
    known.forEach(
        (uid, version) -> {
          if (!listed.containsKey(uid)) {
            late.put(uid, version);
          }
        });
    return late;
  }

  private static boolean isStill(Map<String, String> before, Map.Entry<String, String> policy) {
    return policy.getValue().equals(before.get(policy.getKey()));
  }

  private void takeOver(PolicyWatch next) {
    if (next.synced()) {
      PolicyWatch last = current;
      current = next;
      successor = Optional.empty();
      last.close();
    }
  }

  @Override
  public synchronized void close() {
    current.close();
    successor.ifPresent(PolicyWatch::close);
  }
}
