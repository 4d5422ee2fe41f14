/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.helm;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.starlingx.portieris.framework.cluster.DefinedKinds;
import io.starlingx.portieris.framework.manifest.HelmRelease.CrdPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Creates and replaces the custom resource definitions of a chart. Helm itself only creates them,
 * and only on install, so that a newer chart would meet the older definitions.
 *
 * @see <a href="https://helm.sh/docs/chart_best_practices/custom_resource_definitions/">Helm,
 *     Custom Resource Definitions</a>
 */
final class ChartCrds {

  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final KubernetesClient client;

  ChartCrds(KubernetesClient client) {
    this.client = client;
  }

  void apply(Path chart, CrdPolicy policy) throws HelmFailure {
    Path directory = chart.resolve("crds");
    if (policy == CrdPolicy.SKIP || !Files.isDirectory(directory)) {
      return;
    }
    for (Path file : files(directory)) {
      for (HasMetadata item : items(file)) {
        if (item instanceof CustomResourceDefinition crd) {
          apply(crd, policy);
        }
      }
    }
  }

  private void apply(CustomResourceDefinition crd, CrdPolicy policy) {
    Resource<CustomResourceDefinition> resource =
        client.apiextensions().v1().customResourceDefinitions().resource(crd);
    CustomResourceDefinition existing = resource.get();
    if (existing == null) {
      resource.create();
    } else if (policy == CrdPolicy.CREATE_REPLACE) {
      crd.getMetadata().setResourceVersion(existing.getMetadata().getResourceVersion());
      resource.update();
    }
    awaitServed(crd);
  }

  private void awaitServed(CustomResourceDefinition crd) {
    try {
      DefinedKinds.await(client, crd, LONGEST);
    } catch (KubernetesClientTimeoutException e) {
      throw new IllegalStateException(
          "CustomResourceDefinition " + crd.getMetadata().getName() + " is not served", e);
    }
  }

  /** The YAML documents of the definitions that a chart brings along. */
  static String documents(Path chart) throws HelmFailure {
    Path directory = chart.resolve("crds");
    StringBuilder documents = new StringBuilder();
    try {
      for (Path file : Files.isDirectory(directory) ? files(directory) : List.<Path>of()) {
        documents.append("\n---\n").append(Files.readString(file));
      }
    } catch (IOException e) {
      throw new HelmFailure("cannot read " + directory + ": " + e.getMessage(), e);
    }
    return documents.toString();
  }

  private static List<Path> files(Path directory) throws HelmFailure {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new HelmFailure("cannot read " + directory + ": " + e.getMessage(), e);
    }
  }

  private List<HasMetadata> items(Path file) throws HelmFailure {
    try (InputStream in = Files.newInputStream(file)) {
      return client.load(in).items();
    } catch (IOException e) {
      throw new HelmFailure("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
