/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.object;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionSpec;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.starlingx.portieris.testbed.Awaited;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Kinds of custom resources that a test needs in its cluster. */
public final class Definitions {

  private static final int LONGEST_SECONDS = 120;

  private Definitions() {}

  /**
   * Creates or replaces a definition and waits until its kind is served, and told of to whoever
   * asks the API server what it serves: that comes a little later.
   *
   * @param manifest YAML or JSON of one CustomResourceDefinition
   */
  public static void serve(KubernetesClient client, String manifest) {
    CustomResourceDefinition definition =
        Serialization.unmarshal(manifest, CustomResourceDefinition.class);
    client.resource(definition).createOr(existing -> existing.update());
    client
        .resource(definition)
        .waitUntilCondition(Definitions::isEstablished, LONGEST_SECONDS, TimeUnit.SECONDS);
    Awaited.until(
        () -> "the API server telling of " + definition.getMetadata().getName(),
        () -> isToldOf(client, definition));
  }

  private static boolean isToldOf(KubernetesClient client, CustomResourceDefinition definition) {
    CustomResourceDefinitionSpec spec = definition.getSpec();
    return client.getApiGroups().getGroups().stream()
            .anyMatch(group -> group.getName().equals(spec.getGroup()))
        && spec.getVersions().stream()
            .filter(CustomResourceDefinitionVersion::getServed)
            .map(version -> client.getApiResources(spec.getGroup() + "/" + version.getName()))
            .allMatch(
                told ->
                    told != null
                        && told.getResources().stream()
                            .anyMatch(kind -> kind.getName().equals(spec.getNames().getPlural())));
  }

  /** The same for version v1 of a namespaced kind of any content, whose plural has an s. */
  public static void serve(KubernetesClient client, String group, String kind) {
    serve(
        client,
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: %2$ss.%1$s}
        spec:
          group: %1$s
          scope: Namespaced
          names: {kind: %3$s, plural: %2$ss, singular: %2$s}
          versions:
            - name: v1
              served: true
              storage: true
              schema:
                openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
        """
            .formatted(group, kind.toLowerCase(Locale.ROOT), kind));
  }

  /** A watch shows a definition that is gone as null, and one that is new without conditions. */
  private static boolean isEstablished(@Nullable CustomResourceDefinition definition) {
    return definition != null
        && definition.getStatus() != null
        && definition.getStatus().getConditions() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }
}
