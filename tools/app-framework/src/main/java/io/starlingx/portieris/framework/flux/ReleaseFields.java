/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.flux;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields that the cluster's version of Flux knows in a HelmRelease. */
final class ReleaseFields {

  private static final String DEFINITION = "helmreleases.helm.toolkit.fluxcd.io";

  private ReleaseFields() {}

  /**
   * Whether it knows a field.
   *
   * @param apiVersion the HelmRelease's own
   * @param path names from the top of the object on
   */
  static boolean isKnown(KubernetesClient client, String apiVersion, List<String> path) {
    Optional<JSONSchemaProps> schema =
        Optional.ofNullable(
                client.apiextensions().v1().customResourceDefinitions().withName(DEFINITION).get())
            .stream()
            .flatMap(definition -> definition.getSpec().getVersions().stream())
            .filter(version -> apiVersion.endsWith("/" + version.getName()))
            .flatMap(version -> Optional.ofNullable(version.getSchema()).stream())
            .map(validation -> validation.getOpenAPIV3Schema())
            .findFirst();
    for (String name : path) {
      schema =
          schema
              .map(JSONSchemaProps::getProperties)
              .map((Map<String, JSONSchemaProps> p) -> p.get(name));
    }
    return schema.isPresent();
  }
}
