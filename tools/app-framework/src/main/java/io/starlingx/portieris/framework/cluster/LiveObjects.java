/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.cluster;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The cluster's objects, of whatever kind. Remembers the kinds: use a new one for each task. */
public final class LiveObjects {

  private final KubernetesClient client;
  private final Map<String, APIResourceList> versions = new HashMap<>();

  public LiveObjects(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Where objects of a kind are.
   *
   * @param isNamespaced whether they belong to a namespace
   */
  public record Kind(ResourceDefinitionContext context, boolean isNamespaced) {}

  /** The kind as the server knows it; empty when it does not. */
  public Optional<Kind> kind(String apiVersion, String kind) {
    APIResourceList known =
        versions.computeIfAbsent(
            apiVersion,
            version ->
                Optional.ofNullable(client.getApiResources(version))
                    .orElseGet(APIResourceList::new));
    return known.getResources().stream()
        .filter(resource -> resource.getKind().equals(kind) && !resource.getName().contains("/"))
        .findFirst()
        .map(resource -> new Kind(context(apiVersion, resource), resource.getNamespaced()));
  }

  private static ResourceDefinitionContext context(String apiVersion, APIResource resource) {
    int slash = apiVersion.indexOf('/');
    return new ResourceDefinitionContext.Builder()
        .withGroup(slash < 0 ? "" : apiVersion.substring(0, slash))
        .withVersion(apiVersion.substring(slash + 1))
        .withKind(resource.getKind())
        .withPlural(resource.getName())
        .withNamespaced(resource.getNamespaced())
        .build();
  }

  /** The object of that kind and name as it is now. */
  public Optional<GenericKubernetesResource> find(GenericKubernetesResource object) {
    return kind(object.getApiVersion(), object.getKind())
        .flatMap(kind -> Optional.ofNullable(resource(kind, object).get()));
  }

  /** The operations on that object. */
  public Resource<GenericKubernetesResource> resource(Kind kind, GenericKubernetesResource object) {
    var all = client.genericKubernetesResources(kind.context());
    NonNamespaceOperation<GenericKubernetesResource, ?, Resource<GenericKubernetesResource>> place =
        kind.isNamespaced() ? all.inNamespace(object.getMetadata().getNamespace()) : all;
    return place.resource(object);
  }
}
