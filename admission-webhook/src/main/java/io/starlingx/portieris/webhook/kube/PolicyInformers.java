/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.starlingx.portieris.trust.policy.ImagePolicy;
import io.starlingx.portieris.trust.policy.PolicyList;
import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.webhook.log.EventLog;
import io.starlingx.portieris.webhook.review.PolicySource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All policies of the cluster, kept current by two watches. A watch that breaks is opened again; as
 * long as it is broken, what it saw last counts.
 */
public final class PolicyInformers implements PolicySource, AutoCloseable {

  private static final EventLog LOG = EventLog.of(PolicyInformers.class);

  private final ConcurrentHashMap<String, NamedPolicies> namespaced = new ConcurrentHashMap<>();
  private final NamedPolicies cluster = new NamedPolicies();
  private final Set<String> listed = ConcurrentHashMap.newKeySet();
  private final List<SharedIndexInformer<GenericKubernetesResource>> informers;

  private PolicyInformers(KubernetesClient client) {
    informers =
        List.of(
            informer(client, "ImagePolicy", "imagepolicies", true),
            informer(client, "ClusterImagePolicy", "clusterimagepolicies", false));
  }

  /** Begins to list and watch; returns at once. */
  public static PolicyInformers start(KubernetesClient client) {
    PolicyInformers policies = new PolicyInformers(client);
    policies.informers.forEach(informer -> informer.start());
    return policies;
  }

  /** Whether every policy that existed at the start is known. */
  public boolean synced() {
    return listed.size() == informers.size();
  }

  @Override
  public Optional<PolicySet> policies(String namespace) {
    if (!synced()) {
      return Optional.empty();
    }
    NamedPolicies own = namespaced.get(namespace);
    return Optional.of(
        new PolicySet(own == null ? PolicyList.EMPTY : own.inOrder(), cluster.inOrder()));
  }

  /** Every policy of a namespace. */
  public List<ImagePolicy> imagePolicies() {
    return namespaced.values().stream().flatMap(own -> own.inOrder().policies().stream()).toList();
  }

  /** Every policy of the cluster. */
  public List<ImagePolicy> clusterImagePolicies() {
    return cluster.inOrder().policies();
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::close);
  }

  private SharedIndexInformer<GenericKubernetesResource> informer(
      KubernetesClient client, String kind, String plural, boolean isNamespaced) {
    ResourceDefinitionContext context =
        new ResourceDefinitionContext.Builder()
            .withGroup("portieris.cloud.ibm.com")
            .withVersion("v1")
            .withKind(kind)
            .withPlural(plural)
            .withNamespaced(isNamespaced)
            .build();
    return client
        .genericKubernetesResources(context)
        .inAnyNamespace()
        .runnableInformer(0)
        .exceptionHandler(
            (started, cause) -> {
              LOG.warn(
                  "watching policies failed, trying again",
                  EventLog.fields().with("kind", kind).with("cause", cause));
              return true;
            })
        .addEventHandler(
            new ResourceEventHandler<>() {
              @Override
              public void onList(String resourceVersion, boolean remainedEmpty) {
                // Follows what was listed; the informer calls itself synced before that.
                listed.add(kind);
              }

              @Override
              public void onAdd(GenericKubernetesResource object) {
                put(object, kind, isNamespaced);
              }

              @Override
              public void onUpdate(
                  GenericKubernetesResource before, GenericKubernetesResource object) {
                put(object, kind, isNamespaced);
              }

              @Override
              public void onDelete(GenericKubernetesResource object, boolean stateUnknown) {
                remove(object, isNamespaced);
              }
            });
  }

  private void put(GenericKubernetesResource object, String kind, boolean isNamespaced) {
    ImagePolicy policy = PolicyObject.read(object, kind);
    policy.repositories().stream()
        .filter(rule -> !rule.problems().isEmpty())
        .forEach(
            rule ->
                LOG.warn(
                    "a rule cannot be used and denies what it matches",
                    EventLog.fields()
                        .with("policy", policy.title())
                        .with("repository", rule.name())
                        .with("problems", String.join("; ", rule.problems()))));
    if (!policy.problems().isEmpty()) {
      LOG.warn(
          "an exemption cannot be used and exempts nothing",
          EventLog.fields()
              .with("policy", policy.title())
              .with("problems", String.join("; ", policy.problems())));
    }
    if (isNamespaced) {
      namespaced
          .computeIfAbsent(object.getMetadata().getNamespace(), namespace -> new NamedPolicies())
          .put(policy);
    } else {
      cluster.put(policy);
    }
  }

  private void remove(GenericKubernetesResource object, boolean isNamespaced) {
    String name = object.getMetadata().getName();
    if (isNamespaced) {
      namespaced.computeIfPresent(
          object.getMetadata().getNamespace(),
          (namespace, own) -> {
            own.remove(name);
            return own.isEmpty() ? null : own;
          });
    } else {
      cluster.remove(name);
    }
  }
}
