/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.starlingx.portieris.trust.policy.ImagePolicy;
import io.starlingx.portieris.trust.policy.PolicyList;
import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.policy.RepositoryRule;
import io.starlingx.portieris.webhook.log.EventLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All policies of the cluster, kept current by two watches. A watch that breaks is opened again; as
 * long as it is broken, what it saw last counts.
 */
final class PolicyWatch implements AutoCloseable {

  private static final EventLog LOG = EventLog.of(PolicyWatch.class);

  /** Of the rules of one policy that cannot be used. */
  private static final int MAX_TOLD = 10;

  private final ConcurrentHashMap<String, NamedPolicies> namespaced = new ConcurrentHashMap<>();
  private final NamedPolicies cluster = new NamedPolicies();
  private final Set<String> synced = ConcurrentHashMap.newKeySet();
  private final KubernetesClient client;
  private final PolicyStatuses statuses;
  private final Map<ResourceDefinitionContext, SharedIndexInformer<GenericKubernetesResource>>
      informers;

  private PolicyWatch(KubernetesClient client, PolicyStatuses statuses) {
    this.client = client;
    this.statuses = statuses;
    ResourceDefinitionContext ofNamespaces = kind("ImagePolicy", "imagepolicies", true);
    ResourceDefinitionContext ofCluster = kind("ClusterImagePolicy", "clusterimagepolicies", false);
    informers = Map.of(ofNamespaces, informer(ofNamespaces), ofCluster, informer(ofCluster));
  }

  private static ResourceDefinitionContext kind(String kind, String plural, boolean isNamespaced) {
    return new ResourceDefinitionContext.Builder()
        .withGroup("portieris.cloud.ibm.com")
        .withVersion("v1")
        .withKind(kind)
        .withPlural(plural)
        .withNamespaced(isNamespaced)
        .build();
  }

  /** Begins to list and watch; returns at once. */
  static PolicyWatch start(KubernetesClient client, PolicyStatuses statuses) {
    PolicyWatch policies = new PolicyWatch(client, statuses);
    // Each puts its first request together on the thread that starts it.
    policies
        .informers
        .values()
        .forEach(informer -> Thread.ofVirtual().name("policies").start(() -> begin(informer)));
    return policies;
  }

  private static void begin(SharedIndexInformer<GenericKubernetesResource> informer) {
    try {
      informer.start();
    } catch (IllegalStateException e) {
      LOG.debug("policies are watched no more", EventLog.fields().with("cause", e));
    } catch (RuntimeException e) {
      LOG.error("policies cannot be watched", EventLog.fields(), e);
    }
  }

  /** Whether every policy that existed at the start is known. */
  boolean synced() {
    return synced.size() == informers.size();
  }

  /** What counts in a namespace; empty before every policy is known. */
  Optional<PolicySet> policies(String namespace) {
    if (!synced()) {
      return Optional.empty();
    }
    NamedPolicies own = namespaced.get(namespace);
    return Optional.of(
        new PolicySet(own == null ? PolicyList.EMPTY : own.inOrder(), cluster.inOrder()));
  }

  /** Every policy of a namespace. */
  List<ImagePolicy> imagePolicies() {
    return namespaced.values().stream().flatMap(own -> own.inOrder().policies().stream()).toList();
  }

  /** Every policy of the cluster. */
  List<ImagePolicy> clusterImagePolicies() {
    return cluster.inOrder().policies();
  }

  @Override
  public void close() {
    informers.values().forEach(SharedIndexInformer::close);
  }

  /** The version of each policy that the watches have told of. */
  Map<String, String> known() {
    return versions(context -> requireNonNull(informers.get(context)).getStore().list());
  }

  /**
   * The version of each policy that the API server lists now.
   *
   * @throws KubernetesClientException when it does not
   */
  Map<String, String> listed() {
    // Whatever it holds in memory: to ask etcd each time would cost more than it tells.
    ListOptions cached = new ListOptionsBuilder().withResourceVersion("0").build();
    return versions(
        context ->
            client.genericKubernetesResources(context).inAnyNamespace().list(cached).getItems());
  }

  private Map<String, String> versions(
      Function<ResourceDefinitionContext, List<GenericKubernetesResource>> objects) {
    return informers.keySet().stream()
        .flatMap(context -> objects.apply(context).stream())
        .map(GenericKubernetesResource::getMetadata)
        .collect(Collectors.toMap(ObjectMeta::getUid, ObjectMeta::getResourceVersion, (a, b) -> b));
  }

  private SharedIndexInformer<GenericKubernetesResource> informer(
      ResourceDefinitionContext context) {
    String kind = context.getKind();
    boolean isNamespaced = context.isNamespaceScoped();
    return client
        .genericKubernetesResources(context)
        .inAnyNamespace()
        .runnableInformer(0)
        // Else the first list is whatever the API server remembers, which may be behind.
        .initialState(Stream.empty())
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
                synced.add(kind);
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

  private static void tellOfRules(ImagePolicy policy) {
    List<RepositoryRule> unusable =
        policy.repositories().stream().filter(rule -> !rule.problems().isEmpty()).toList();
    unusable.stream()
        .limit(MAX_TOLD)
        .forEach(
            rule ->
                LOG.warn(
                    "a rule cannot be used and denies what it matches",
                    EventLog.fields()
                        .with("policy", policy.title())
                        .with("repository", rule.name())
                        .with("problems", String.join("; ", rule.problems()))));
    if (unusable.size() > MAX_TOLD) {
      LOG.warn(
          "more rules cannot be used and deny what they match",
          EventLog.fields()
              .with("policy", policy.title())
              .with("rules", unusable.size() - MAX_TOLD));
    }
  }

  private void put(GenericKubernetesResource object, String kind, boolean isNamespaced) {
    ImagePolicy policy = PolicyObject.read(object, kind);
    statuses.seen(object, policy);
    tellOfRules(policy);
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
    statuses.gone(object);
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
