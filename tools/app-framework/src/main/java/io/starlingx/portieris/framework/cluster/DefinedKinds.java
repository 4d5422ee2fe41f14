/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.cluster;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionSpec;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Kinds of custom resources that have just been defined. First the API server serves them, a moment
 * later it tells of them whoever asks what it serves, as Helm and kubectl do.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/">Extend
 *     the Kubernetes API with CustomResourceDefinitions</a>
 */
public final class DefinedKinds {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private DefinedKinds() {}

  /**
   * Returns once the API server serves every version that a definition says is served, and tells of
   * it.
   *
   * @throws KubernetesClientTimeoutException when it does not come to that in time
   */
  public static void await(
      KubernetesClient client, CustomResourceDefinition definition, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .resource(definition)
        .waitUntilCondition(DefinedKinds::isEstablished, atMost.toMillis(), TimeUnit.MILLISECONDS);
    while (!isToldOf(client, definition.getSpec())) {
      if (System.nanoTime() > end) {
        throw new KubernetesClientTimeoutException(
            definition, atMost.toMillis(), TimeUnit.MILLISECONDS);
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }

  /** Whether objects of it can be made; a new one has no status, or one without conditions. */
  static boolean isEstablished(@Nullable CustomResourceDefinition definition) {
    return Optional.ofNullable(definition)
        .map(CustomResourceDefinition::getStatus)
        .map(CustomResourceDefinitionStatus::getConditions)
        .orElseGet(List::of)
        .stream()
        .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }

  private static boolean isToldOf(KubernetesClient client, CustomResourceDefinitionSpec kind) {
    return client.getApiGroups().getGroups().stream()
            .anyMatch(group -> group.getName().equals(kind.getGroup()))
        && kind.getVersions().stream()
            .filter(CustomResourceDefinitionVersion::getServed)
            .map(version -> told(client, kind.getGroup() + "/" + version.getName()))
            .allMatch(
                told ->
                    told.stream().anyMatch(r -> r.getName().equals(kind.getNames().getPlural())));
  }

  private static List<APIResource> told(KubernetesClient client, String groupVersion) {
    var resources = client.getApiResources(groupVersion);
    return resources == null ? List.of() : resources.getResources();
  }
}
